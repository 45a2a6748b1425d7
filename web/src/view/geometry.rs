//! Where everything stands on the stage.
//!
//! Control is on the left, memory on the right. The three doors open into the
//! rooms right behind them; the kernel's memory lies right under the wall,
//! face to face with the program's, so that copied bytes cross nothing but the
//! wall; the page tables lie on the MMU that walks them. Rooms never move.

use ringside_core::trace::{Door, Place};

use crate::scene::Spot;

/// Distance between columns of rooms.
const GAP_X: i32 = 12;
/// How much narrower than the room behind it a door is, on each side.
const DOOR_INSET: i32 = 8;

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rect {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Rect {
    /// From left, top, width and height.
    #[must_use]
    pub const fn new(x: i32, y: i32, w: i32, h: i32) -> Rect {
        Rect { x, y, w, h }
    }

    /// Right edge.
    #[must_use]
    pub fn right(self) -> i32 {
        self.x + self.w
    }

    /// Lower edge.
    #[must_use]
    pub fn bottom(self) -> i32 {
        self.y + self.h
    }

    /// The middle, left to right.
    #[must_use]
    pub fn middle(self) -> i32 {
        self.x + self.w / 2
    }

    fn overlaps_x(self, other: Rect) -> bool {
        self.x < other.right() && other.x < self.right()
    }
}

/// Rooms that are not in the grid of channels.
const STRUCTURE: [Place; 11] = [
    Place::Program,
    Place::Libc,
    Place::Entry,
    Place::Vfs,
    Place::Mm,
    Place::PageTables,
    Place::Module,
    Place::Signal,
    Place::Sched,
    Place::Irq,
    Place::Usercopy,
];

/// A layout of the stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Geometry {
    /// Width and height.
    pub size: (i32, i32),
    /// User space.
    pub user: Rect,
    /// The boundary.
    pub wall: Rect,
    /// The kernel.
    pub kernel: Rect,
    /// The ground.
    pub hardware: Rect,
    /// Doors: system call, interrupt, fault.
    pub doors: [Rect; 3],
    /// Rooms, by the places' numbers.
    rooms: Vec<Rect>,
    /// The program's memory.
    pub user_memory: Rect,
    /// The kernel's memory.
    pub kernel_memory: Rect,
    /// MMU, timer, device.
    pub devices: [Rect; 3],
    /// Cells of a strip: of text, of hexadecimal.
    pub cells: (usize, usize),
    /// Width of a cell of text.
    pub cell: i32,
    /// Lines of function names in a room of the grid.
    pub lines: usize,
    /// Is it the layout for phones?
    pub narrow: bool,
}

struct Plan {
    width: i32,
    margin: i32,
    column: i32,
    columns: i32,
    memory: i32,
    user: i32,
    wall: i32,
    row: i32,
    gap: i32,
    ground: i32,
    narrow: bool,
}

impl Geometry {
    /// For screens from tablets to projectors.
    #[must_use]
    pub fn wide() -> Geometry {
        Geometry::of(&Plan {
            width: 820,
            margin: 16,
            column: 150,
            columns: 3,
            memory: 290,
            user: 128,
            wall: 42,
            row: 52,
            gap: 9,
            ground: 58,
            narrow: false,
        })
    }

    /// For phones held upright.
    #[must_use]
    pub fn narrow() -> Geometry {
        Geometry::of(&Plan {
            width: 360,
            margin: 8,
            column: 98,
            columns: 2,
            memory: 128,
            user: 110,
            wall: 36,
            row: 33,
            gap: 5,
            ground: 72,
            narrow: true,
        })
    }

    fn of(plan: &Plan) -> Geometry {
        let Plan { width, margin, column, columns, gap, row, .. } = *plan;
        let control = columns * column + (columns - 1) * GAP_X;
        let column_x = |at: i32| margin + at * (column + GAP_X);
        let memory_x = width - margin - plan.memory;
        let user = Rect::new(0, 0, width, plan.user);
        let wall = Rect::new(0, plan.user, width, plan.wall);

        let front = [Place::Entry, Place::Irq, Place::Mm, Place::Vfs, Place::Sched, Place::Signal];
        let channels = Place::ALL.iter().copied().filter(|place| {
            !STRUCTURE.contains(place) && !matches!(place, Place::Other | Place::Hardware)
        });
        let grid: Vec<Place> =
            front.into_iter().chain(channels).chain(std::iter::once(Place::Other)).collect();
        let rows = (grid.len() as i32 + columns - 1) / columns + 1;
        let top = wall.bottom() + gap + 3;
        let row_y = |at: i32| top + at * (row + gap);
        let kernel = Rect::new(0, wall.bottom(), width, row_y(rows) - gap + 26 - wall.bottom());
        let hardware = Rect::new(0, kernel.bottom(), width, plan.ground);

        let span = |from: i32, to: i32| row_y(to) - gap - row_y(from);
        let mut rooms = vec![Rect::new(0, 0, 0, 0); Place::ALL.len()];
        let mut set = |place: Place, rect: Rect| rooms[place as usize] = rect;
        for (at, &place) in grid.iter().enumerate() {
            let at = at as i32;
            set(place, Rect::new(column_x(at % columns), row_y(at / columns), column, row));
        }
        set(Place::Module, Rect::new(margin, row_y(rows - 1), control, row));

        let (memory_rows, copy_row) = if plan.narrow { (3, 3) } else { (2, 2) };
        let kernel_memory = Rect::new(memory_x, row_y(0), plan.memory, span(0, memory_rows));
        set(Place::Usercopy, Rect::new(memory_x, row_y(copy_row), plan.memory, row));
        let tables = copy_row + 1;
        set(Place::PageTables, Rect::new(memory_x, row_y(tables), plan.memory, span(tables, rows)));

        let user_top = 28;
        let user_height = plan.user - user_top - 10;
        let user_memory = Rect::new(memory_x, user_top, plan.memory, user_height);
        let program = control - GAP_X - if plan.narrow { 72 } else { column };
        set(Place::Program, Rect::new(margin, user_top, program, user_height));
        let libc = margin + program + GAP_X;
        set(Place::Libc, Rect::new(libc, user_top, control - program - GAP_X, user_height));

        let step = (control + GAP_X) / 3;
        let inset = if plan.narrow { 0 } else { DOOR_INSET };
        let door = |at: i32| {
            let width = step - GAP_X + if plan.narrow { 8 } else { 0 } - 2 * inset;
            Rect::new(margin + at * step + inset, wall.y, width, wall.h)
        };

        let ground_y = hardware.y + if plan.narrow { 6 } else { 11 };
        let ground_h = if plan.narrow { 28 } else { 40 };
        let cpu = if plan.narrow {
            Rect::new(margin, ground_y, width - 2 * margin, ground_h)
        } else {
            Rect::new(column_x(0) + 96, ground_y, control - 96, ground_h)
        };
        set(Place::Hardware, cpu);
        let devices = if plan.narrow {
            let third = (width - 2 * margin - 2 * gap) / 3;
            let y = ground_y + ground_h + gap;
            [0, 1, 2].map(|at| Rect::new(margin + (2 - at) * (third + gap), y, third, ground_h))
        } else {
            let third = (plan.memory - 2 * gap) / 3;
            [0, 1, 2].map(|at| Rect::new(memory_x + at * (third + gap), ground_y, third, ground_h))
        };

        let cell = if plan.narrow { 14 } else { 16 };
        let room = plan.memory - if plan.narrow { 12 } else { 24 };
        Geometry {
            size: (width, hardware.bottom()),
            user,
            wall,
            kernel,
            hardware,
            doors: [door(0), door(1), door(2)],
            rooms,
            user_memory,
            kernel_memory,
            devices,
            cells: ((room / cell) as usize, (room / (cell + 7)) as usize),
            cell,
            lines: if plan.narrow { 1 } else { 2 },
            narrow: plan.narrow,
        }
    }

    /// Where a room is.
    #[must_use]
    pub fn room(&self, place: Place) -> Rect {
        self.rooms[place as usize]
    }

    /// Where a door is.
    #[must_use]
    pub fn door(&self, door: Door) -> Rect {
        self.doors[door_number(door)]
    }

    fn spot_rect(&self, spot: Spot) -> Rect {
        match spot {
            Spot::Room(place) => self.room(place),
            Spot::Door(door) => self.door(door),
        }
    }

    /// Where the figure of a task stands, if so many others stand there too.
    #[must_use]
    pub fn stand(&self, spot: Spot, others: usize) -> (i32, i32) {
        let rect = self.spot_rect(spot);
        // In line with the room's title, so that it hides no function's name.
        let (half, top) = if self.narrow { (13, 10) } else { (17, 13) };
        let aside = (others % 4) as i32 * (2 * half - 6);
        match spot {
            Spot::Room(_) => (rect.right() - half - aside, rect.y + top),
            Spot::Door(_) => (rect.right() - half - aside, rect.y + rect.h / 2 + 1),
        }
    }

    /// The way between two spots through the corridors, from one point in the
    /// first to another in the second.
    #[must_use]
    pub fn way(&self, from: (Spot, (i32, i32)), to: (Spot, (i32, i32))) -> Vec<(i32, i32)> {
        self.route(from.1, self.spot_rect(from.0), to.1, self.spot_rect(to.0))
    }

    /// The thread from room to room along a call stack, between their middles.
    #[must_use]
    pub fn thread(&self, from: Spot, to: Spot) -> Vec<(i32, i32)> {
        let (a, b) = (self.spot_rect(from), self.spot_rect(to));
        let anchor = |spot: Spot, rect: Rect| {
            // In line with the rooms above and below the door.
            let inset = if matches!(spot, Spot::Door(_)) && !self.narrow { DOOR_INSET } else { 0 };
            (rect.x + 14 - inset, rect.y + rect.h / 2)
        };
        self.route(anchor(from, a), a, anchor(to, b), b)
    }

    fn route(&self, from: (i32, i32), a: Rect, to: (i32, i32), b: Rect) -> Vec<(i32, i32)> {
        if a == b {
            return vec![from, to];
        }
        let beside = |x: i32| (b.x..b.right()).contains(&x);
        let near = (b.y - a.bottom()).max(a.y - b.bottom()) < 20;
        if near && a.overlaps_x(b) && beside(from.0) {
            return vec![from, (from.0, to.1), to];
        }
        // Along the corridor beside the first room, then the one before the second.
        let corridor = if b.x >= a.right() || (a.overlaps_x(b) && b.y > a.y) {
            a.right().min(self.size.0 - 12) + GAP_X / 2
        } else {
            a.x - GAP_X / 2
        };
        let before = if b.y >= a.y { b.y - 4 } else { b.bottom() + 4 };
        vec![from, (corridor, from.1), (corridor, before), (to.0, before), to]
    }
}

/// Which of the three doors in the wall it is.
#[must_use]
pub fn door_number(door: Door) -> usize {
    match door {
        Door::Syscall | Door::Int80 | Door::Sysenter | Door::Signal => 0,
        Door::Interrupt => 1,
        Door::Fault => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> [Geometry; 2] {
        [Geometry::wide(), Geometry::narrow()]
    }

    fn all(geometry: &Geometry) -> Vec<Rect> {
        let rooms = Place::ALL.iter().map(|&place| geometry.room(place));
        let memories = [geometry.user_memory, geometry.kernel_memory];
        rooms.chain(memories).chain(geometry.devices).collect()
    }

    #[test]
    fn every_place_has_a_room_of_its_own() {
        for geometry in both() {
            let rects = all(&geometry);
            for (at, a) in rects.iter().enumerate() {
                assert!(a.w > 0 && a.h > 0, "room {at}");
                assert!(a.x >= 0 && a.right() <= geometry.size.0, "{a:?}");
                assert!(a.y >= 0 && a.bottom() <= geometry.size.1, "{a:?}");
                for b in &rects[at + 1..] {
                    let apart = !a.overlaps_x(*b) || a.bottom() <= b.y || b.bottom() <= a.y;
                    assert!(apart, "{a:?} and {b:?}");
                }
            }
        }
    }

    #[test]
    fn rooms_are_on_their_side_of_the_wall() {
        for geometry in both() {
            for &place in Place::ALL {
                let room = geometry.room(place);
                let side = match place {
                    Place::Program | Place::Libc => geometry.user,
                    Place::Hardware => geometry.hardware,
                    _ => geometry.kernel,
                };
                assert!(room.y >= side.y && room.bottom() <= side.bottom(), "{place:?}");
            }
        }
    }

    #[test]
    fn copies_cross_nothing_but_the_wall() {
        for geometry in both() {
            let (above, below) = (geometry.user_memory, geometry.kernel_memory);
            let lane = Rect::new(above.x, above.bottom(), above.w, below.y - above.bottom());
            for rect in all(&geometry) {
                let clear = rect.bottom() <= lane.y || rect.y >= lane.bottom();
                assert!(clear || !rect.overlaps_x(lane), "{rect:?}");
            }
        }
    }

    #[test]
    fn ways_begin_and_end_where_the_figure_stands_and_have_corners_only() {
        for geometry in both() {
            for &from in Place::ALL {
                for &to in Place::ALL {
                    let (from, to) = (Spot::Room(from), Spot::Room(to));
                    let ends = [geometry.stand(from, 1), geometry.stand(to, 0)];
                    let way = geometry.way((from, ends[0]), (to, ends[1]));
                    assert_eq!(way.first(), Some(&ends[0]));
                    assert_eq!(way.last(), Some(&ends[1]));
                    if from != to {
                        for pair in way.windows(2) {
                            let straight = pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1;
                            assert!(straight, "{from:?} to {to:?}: {way:?}");
                        }
                    }
                }
            }
        }
    }
}
