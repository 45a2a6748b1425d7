//! The table of texts: one line each, English and Chinese.

macro_rules! texts {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        /// A text of the page.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs, reason = "the English text says it")]
        pub enum Text { $($name,)* }

        impl Text {
            /// All of them.
            pub const ALL: &[Text] = &[$(Text::$name,)*];

            /// English and Chinese.
            #[must_use]
            pub fn both(self) -> (&'static str, &'static str) {
                match self { $(Text::$name => ($en, $zh),)* }
            }
        }
    };
}

impl Text {
    /// Names that are the same in every language.
    #[must_use]
    pub fn is_same_in_all(self) -> bool {
        matches!(
            self,
            Text::Ringside
                | Text::Cpu
                | Text::Mmu
                | Text::OnReal
                | Text::DoorInt80
                | Text::DoorSysenter
        )
    }
}

texts! {
    Ringside: "Ringside", "Ringside";
    Tagline: "a ringside seat at the user/kernel boundary", "用户态与内核态边界的前排座位";
    Language: "Language", "语言";
    Theme: "Theme", "主题";
    ThemeAuto: "as the system", "跟随系统";
    ThemeLight: "light", "浅色";
    ThemeDark: "dark", "深色";
    Keys: "Keys", "快捷键";
    Close: "Close", "关闭";

    Program: "Program", "程序";
    Examples: "Examples", "示例";
    OwnProgram: "your own program", "自己的程序";
    ProgramHelp: "One call a line, as strace prints them. What follows “=” is checked.", "每行一个调用，写法同 strace；“=” 之后的结果会被核对。";
    Run: "Run", "运行";
    RunOn: "Run it on", "运行于";
    Model: "Model", "模型";
    Lab: "Lab", "实验机";
    Recording: "Recording", "录制";
    Recordings: "Recordings", "录制";
    ModelIs: "A small kernel in this page, written to be read.", "本页内的小内核，为阅读而写。";
    LabIs: "A real Linux with our module, on the lab machine.", "实验机上的真实 Linux，带有我们的模块。";
    LabNeedsLink: "Open this page by the link that “ringside serve” prints.", "请用 “ringside serve” 打印的链接打开本页。";
    RecordingIs: "A run of a real Linux, recorded.", "真实 Linux 的一次运行，已录制。";
    ChooseRecording: "choose…", "请选择…";
    NoRecordings: "This copy of the page has no recordings.", "此页面没有附带录制。";
    Running: "running…", "运行中…";
    LabClosed: "The lab closed the connection: {}", "实验机断开了连接：{}";
    LabRefused: "The lab refused: {}", "实验机拒绝：{}";
    LoadFailed: "{} cannot be loaded: {}", "无法加载 {}：{}";
    LineColumn: "line {}, column {}", "第 {} 行第 {} 列";
    ExpectedThere: "expected {}", "应为 {}";
    Or: "or", "或";
    TooLong: "A program here is at most {} KB of text; yours was not taken over.", "程序文本最多 {} KB；此次输入未被采用。";
    StillEarlier: "The picture shows the run before.", "图中仍是上一次运行。";
    Expected: "as the program says", "与程序所写一致";
    Unexpected: "the program says otherwise", "与程序所写不符";
    Recorded: "result from the log, not executed", "取自日志的结果，未执行";

    ThisCall: "This call so far", "当前调用至此";
    Crossings: "boundary crossings", "穿越边界";
    CopiesIn: "copied to the kernel", "拷入内核";
    CopiesOut: "copied to user space", "拷到用户空间";
    Faults: "faults", "缺页与异常";
    ModelTime: "model time", "模型时间";
    MeasuredTime: "time, measured", "实测时间";
    EmulatedTime: "time, emulated CPU", "仿真 CPU 时间";
    ModelTimeIs: "From the model's cost table. Not a measurement.", "取自模型的代价表，不是测量值。";
    EmulatedTimeIs: "Of an emulated CPU, tracer included: the order means something, the size does not.", "仿真 CPU 的时间，含跟踪开销：次序有意义，大小没有。";

    UserSpace: "USER SPACE", "用户空间";
    Kernel: "KERNEL", "内核";
    HardwareGround: "HARDWARE", "硬件";
    Ring3: "ring 3", "环 3";
    Ring0: "ring 0", "环 0";
    El0: "EL0, no privilege", "EL0 无特权";
    El1: "EL1, privileged", "EL1 有特权";
    UserMode: "user mode", "用户态";
    KernelMode: "kernel mode", "内核态";
    DoorSyscall: "system call", "系统调用";
    DoorInterrupt: "interrupt", "中断";
    DoorFault: "fault", "异常";
    DoorSignal: "signal", "信号";
    DoorInt80: "int $0x80", "int $0x80";
    DoorSysenter: "SYSENTER", "SYSENTER";
    UserMemory: "Memory of the program", "程序的内存";
    KernelMemory: "Memory of the kernel", "内核的内存";
    UserMemoryShort: "User memory", "用户内存";
    KernelMemoryShort: "Kernel memory", "内核内存";
    Cpu: "CPU {}", "CPU {}";
    Mmu: "MMU", "MMU";
    Timer: "Timer", "定时器";
    Device: "Device", "设备";
    InTask: "in task {}’s context", "处于任务 {} 的上下文";
    BytesOf: "{} of {} bytes", "{} / {} 字节";
    More: "+{} more", "另有 {}";
    Frame: "frame {}", "页框 {}";
    NoFrame: "no entry", "无表项";
    NoRight: "not allowed", "无权限";
    NotAnAddress: "not an address", "非规范地址";
    User: "user", "用户";
    KernelOnly: "kernel only", "仅内核";
    Write: "write", "可写";
    ReadOnly: "read-only", "只读";
    Shared: "shared", "共享";
    Asleep: "sleeps", "睡眠";
    BeforeFirst: "Before the first call", "第一个调用之前";
    Stage: "The user/kernel boundary", "用户态与内核态的边界";
    StageNow: "{} stands in: {}. The CPU is in {}.", "{} 位于：{}。CPU 处于{}。";
    CopyLane: "copy", "拷贝";

    Now: "Now", "此刻";
    Ready: "Ready", "就绪";
    ReadyWords: "Press Space to play, or → for one event at a time.", "按空格键播放，或按 → 逐个事件前进。";
    BeginsCall: "The program calls", "程序发起调用";
    EndsCall: "The call returns", "调用返回";
    BeginsCallWords: "In user space: nothing has crossed yet.", "仍在用户空间：还没有穿越边界。";
    Enters: "begins", "开始";
    Leaves: "returns", "返回";
    CalledBy: "called by", "调用者";
    UnknownFunction: "A function of the real kernel that the page has no sentence about.", "真实内核的函数，页面没有它的说明。";
    NotTraced: "No tracer shows this: {}.", "跟踪器看不到它：{}。";
    Noinstr: "entry code that must not be traced", "禁止插桩的入口代码";
    LibCode: "library code, built without tracing", "库代码，编译时不带跟踪";
    Inlined: "the compiler inlines it into its caller", "被编译器内联到调用者中";
    Assembly: "assembly", "汇编";
    Notrace: "marked notrace", "标记为 notrace";
    CpuStep: "a step of the CPU, not of Linux", "CPU 的动作，不属于 Linux";
    CrossIn: "Into the kernel", "进入内核";
    CrossOut: "Back to user space", "回到用户空间";
    FaultInside: "A fault inside the kernel", "内核中的异常";
    CrossInSyscall: "The CPU goes to ring 0 and to an address that only the kernel can set. The registers say what the program wants.", "CPU 进入环 0，跳到只有内核才能设定的地址。寄存器说明程序要做什么。";
    CrossInInterrupt: "The program did not ask for this: the hardware interrupts it between two instructions.", "程序并没有要求这样：硬件在两条指令之间打断了它。";
    CrossInFault: "An instruction of the program cannot go on. The CPU hands it to the kernel, with the address.", "程序的一条指令无法继续。CPU 把它连同地址交给内核。";
    FaultInsideWords: "The kernel’s own access hit a page that is not there. It does not cross the boundary: it is in ring 0 already.", "内核自己的访问碰到了不存在的页。这里没有穿越边界：它本来就在环 0。";
    CrossOutWords: "The registers are restored, the CPU drops back to ring 3, and the program goes on.", "恢复寄存器，CPU 回到环 3，程序继续运行。";
    SignalIn: "Into the signal handler", "进入信号处理函数";
    SignalInWords: "The kernel returns to user space, but to the handler instead of where the program was.", "内核返回用户空间，但不是回到原处，而是进入信号处理函数。";
    Registers: "Saved registers", "保存的寄存器";
    Value: "value", "值";
    FaultAddress: "address", "地址";
    Vector: "vector", "向量";
    Number: "number", "编号";
    CopyToUser: "Copy to user space", "拷贝到用户空间";
    CopyToKernel: "Copy to the kernel", "拷贝到内核";
    CopyToUserWords: "Bytes of the kernel are copied into the program’s memory. Each page is checked on the way.", "内核的字节被拷贝到程序的内存，途中逐页检查。";
    CopyToKernelWords: "Bytes of the program are copied into the kernel, which never works on the program’s own.", "程序的字节被拷贝进内核，内核从不直接使用程序的原件。";
    CopyStopped: "It stopped after {} of {} bytes: the next page cannot be used.", "在 {} / {} 字节处停止：下一页无法使用。";
    From: "from", "源";
    To: "to", "目标";
    Wanted: "wanted", "要求";
    Done: "copied", "已拷贝";
    Bytes: "{} bytes", "{} 字节";
    KeptOnly: "The trace keeps the first {} bytes.", "记录中只保留前 {} 字节。";
    WalkTitle: "The MMU translates an address", "MMU 翻译地址";
    WalkMapped: "The tables lead to a frame, with sufficient rights.", "页表指向一个页框，权限足够。";
    WalkNotPresent: "There is no entry after {} levels: a page fault.", "查到第 {} 级时没有表项：缺页异常。";
    WalkProtection: "The page is there, but this access is not allowed: a page fault.", "页存在，但不允许这样访问：缺页异常。";
    WalkNonCanonical: "No table is asked: the architecture has no such address.", "不必查表：该体系结构没有这样的地址。";
    MapTitle: "A page gets a frame", "页得到页框";
    MapWords: "From now on the MMU finds frame {} at this address.", "从现在起 MMU 在此地址找到页框 {}。";
    MapShared: "The same frame is mapped elsewhere too: shared, not copied.", "同一页框也映射在别处：是共享，不是拷贝。";
    UnmapTitle: "A page loses its frame", "页失去页框";
    UnmapWords: "The next access to it is a fault.", "再访问它就是异常。";
    AllocateTitle: "Allocated: {}", "分配：{}";
    FreeTitle: "Freed: {}", "释放：{}";
    QueueTitle: "Into a queue", "入队";
    DequeueTitle: "Out of a queue", "出队";
    QueueHolds: "{} holds {} now", "{} 现有 {}";
    QueueDropped: "{} dropped so far", "至今丢弃 {}";
    BlockTitle: "The task sleeps", "任务睡眠";
    BlockWords: "It waits on {}. The CPU is free for others.", "它等待：{}。CPU 让给别人。";
    WakeTitle: "Task {} is woken", "唤醒任务 {}";
    WakeWords: "It can run again as soon as the scheduler picks it.", "一旦调度器选中，它就能继续运行。";
    SignalTitle: "Signal {}", "信号 {}";
    SignalWords: "code {}, address {}", "代码 {}，地址 {}";
    StateTitle: "A change that programs can see", "程序可见的变化";
    Before: "before", "之前";
    After: "after", "之后";
    NoteTitle: "About this trace", "关于此记录";
    Lost: "{} events were lost here.", "此处丢失了 {} 个事件。";
    LostSoFar: "{} events lost", "丢失 {} 个事件";
    InLine: "line {}", "第 {} 行";

    ObjectFile: "open file", "打开的文件";
    ObjectInode: "inode", "索引节点";
    ObjectDentry: "directory entry", "目录项";
    ObjectName: "path name", "路径名";
    ObjectSeqBuffer: "page buffer", "页缓冲区";
    ObjectSkb: "message buffer", "消息缓冲区";
    ObjectVma: "memory area", "内存区域";
    ObjectPage: "page frame", "页框";
    ObjectMemory: "memory", "内存";

    First: "To the beginning", "到开头";
    PreviousCall: "Previous call", "上一个调用";
    PreviousEvent: "Previous event", "上一个事件";
    Play: "Play", "播放";
    Pause: "Pause", "暂停";
    NextEvent: "Next event", "下一个事件";
    NextCall: "Next call", "下一个调用";
    Last: "To the end", "到结尾";
    Speed: "Speed", "速度";
    Position: "Position", "位置";
    CallOf: "call {} of {}", "调用 {} / {}";
    EventOf: "event {} of {}", "事件 {} / {}";
    CallStack: "Call stack over time", "调用栈随时间的变化";

    KeySpace: "Space", "空格";
    KeyPlay: "play, pause", "播放、暂停";
    KeyEvent: "one event back, on", "后退、前进一个事件";
    KeyCall: "one call back, on", "后退、前进一个调用";
    KeyCopy: "previous, next copy", "上一次、下一次拷贝";
    KeyEnds: "to the beginning, to the end", "到开头、到结尾";
    KeySpeed: "speed", "速度";
    KeyRun: "run the program (in the editor)", "运行程序（在编辑框内）";
    KeyHelp: "these keys", "显示本表";
    KeyClose: "close, leave the editor", "关闭、离开编辑框";

    Compare: "Compare", "比较";
    CompareNeeds: "There is nothing to compare with yet: run the program in the lab or open a recording of it.", "还没有可比较的：请在实验机上运行，或打开它的录制。";
    Agrees: "agrees with Linux {}: results, copies, {} of {} functions", "与 Linux {} 一致：结果、拷贝、{} / {} 个函数";
    AgreesInResults: "agrees with Linux {} in all results; that trace has no functions", "与 Linux {} 的结果全部一致；该记录不含函数";
    OnStage: "on stage", "当前图示";
    Functions: "functions", "函数";
    LeftOut: "What the model leaves out", "模型省略的函数";
    Elided: "Besides {} of locks, RCU, security hooks and accounting.", "另有 {} 个属于锁、RCU、安全钩子和计账。";
    Differs: "differs from Linux {} in line {}: {}", "与 Linux {} 不同，第 {} 行：{}";
    OnReal: "Linux {}", "Linux {}";
    FirstDifference: "first difference", "第一处不同";

    Panels: "Panels", "面板";
    PanelProgram: "Program", "程序";
    PanelNow: "Now", "此刻";
    PanelStack: "Call stack", "调用栈";
    Crashed: "Something in this page went wrong, and it stopped: {}. Reload it to go on.", "页面出错并停止：{}。请重新加载。";
}
