//! Page faults that the kernel takes itself, on a user address
//! (arch/x86/mm/fault.c).

use super::{Kernel, UserPtr};
use crate::machine::memory::Access;
use crate::trace::{Door, Kind, NO_REGISTERS, Place, Ring, f};

impl Kernel {
    /// `exc_page_fault` in kernel mode. The model's user memory is all there
    /// from the start, so a fault is always a bad address, and the exception
    /// table sends the copy to its fixup.
    pub(crate) fn exc_page_fault(&self, address: UserPtr, access: Access) {
        self.spend(self.cost.fault);
        let door = Kind::Cross {
            door: Door::Fault,
            from: Ring::Kernel,
            to: Ring::Kernel,
            registers: NO_REGISTERS,
            value: address,
        };
        self.emit(Place::Entry, door);
        self.func(f::asm_exc_page_fault, || {
            self.func(f::exc_page_fault, || {
                self.func(f::do_user_addr_fault, || self.do_user_addr_fault(address, access));
            });
        });
    }

    fn do_user_addr_fault(&self, address: UserPtr, access: Access) {
        let vma_writable = self.func(f::lock_mm_and_find_vma, || {
            self.leaf(f::find_vma);
            self.with_current(|task| {
                let vma = task.mm.find_vma(address)?;
                (vma.start <= address).then_some(vma.writable)
            })
        });
        match vma_writable {
            // A VMA, but the access is not allowed in it: access_error().
            Some(writable) if access == Access::Write && !writable => {
                self.func(f::bad_area_access_error, || {
                    self.func(f::__bad_area, || self.__bad_area_nosemaphore());
                });
            }
            _ => self.func(f::bad_area_nosemaphore, || self.__bad_area_nosemaphore()),
        }
    }

    fn __bad_area_nosemaphore(&self) {
        self.func(f::__bad_area_nosemaphore, || self.kernelmode_fixup_or_oops());
    }

    /// The faulting instruction is in the exception table: go on at its fixup.
    fn kernelmode_fixup_or_oops(&self) {
        self.func(f::kernelmode_fixup_or_oops, || {
            self.func(f::fixup_exception, || self.leaf(f::search_exception_tables));
        });
    }
}
