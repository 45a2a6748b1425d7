//! Properties: what is printed is read back the same, and nothing panics.

use proptest::prelude::*;
use ringside_core::program::ast::{
    Argument, Base, Call, Expr, Item, Line, Origin, Program, Span, Stated,
};
use ringside_core::program::{compile, lower, parse, parse_as, print};

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_][a-zA-Z0-9_]{0,8}"
}

fn base() -> impl Strategy<Value = Base> {
    prop_oneof![Just(Base::Decimal), Just(Base::Hex), Just(Base::Octal)]
}

fn number() -> impl Strategy<Value = Expr> {
    let value = prop_oneof![Just(0), -300_i128..300, -(1_i128 << 63)..1 << 64];
    // A zero is decimal in any base, and octal zeros look like it.
    (value, base()).prop_map(|(value, base)| match (value, base) {
        (0, Base::Octal) => Expr::Number(0, Base::Decimal),
        (value, base) => Expr::Number(value, base),
    })
}

fn text() -> impl Strategy<Value = Expr> {
    (prop::collection::vec(any::<u8>(), 0..20), any::<bool>(), any::<bool>())
        .prop_map(|(bytes, cut, hex)| Expr::Text { hex: hex && !bytes.is_empty(), bytes, cut })
}

fn buffer() -> impl Strategy<Value = Expr> {
    (name(), proptest::option::of(0..1_u64 << 40))
        .prop_map(|(name, size)| Expr::Buffer { name, size })
}

fn simple() -> impl Strategy<Value = Expr> {
    let offset = prop_oneof![buffer(), name().prop_map(Expr::Name)];
    prop_oneof![
        4 => number(),
        4 => name().prop_map(Expr::Name),
        2 => text(),
        2 => buffer(),
        1 => (offset, any::<i64>())
            .prop_map(|(base, by)| Expr::Offset { base: Box::new(base), by }),
        1 => (number(), "[a-z/:\\[\\]0-9]{1,9}")
            .prop_map(|(value, what)| Expr::Decorated(Box::new(value), what)),
        1 => (0..1000_u64, "ns|us|ms|s").prop_map(|(count, unit)| Expr::Quantity(count, unit)),
        1 => prop::collection::vec(prop_oneof![number(), name().prop_map(Expr::Name)], 2..4)
            .prop_map(Expr::Or),
        1 => prop::collection::vec(name(), 2..4)
            .prop_map(|names| Expr::SignalSet { not: names.len() == 3, names }),
    ]
}

fn noted() -> impl Strategy<Value = Expr> {
    prop_oneof![
        8 => simple(),
        1 => (simple(), "[A-Z?|_]{1,9}").prop_map(|(v, note)| Expr::Noted(Box::new(v), note)),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    noted().prop_recursive(4, 24, 4, |inner| {
        let member = (prop_oneof![Just(String::new()), name()], inner.clone());
        prop_oneof![
            prop::collection::vec(member, 0..4).prop_map(Expr::Struct),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Expr::Array),
            (name(), prop::collection::vec(inner, 0..3)).prop_map(|(n, list)| Expr::Macro(n, list)),
            (noted(), noted()).prop_map(|(a, b)| Expr::Becomes(Box::new(a), Box::new(b))),
        ]
    })
}

fn stated() -> impl Strategy<Value = Stated> {
    let value = proptest::option::of((any::<i64>(), base()));
    let errno = proptest::option::of("E[A-Z]{2,8}");
    let path = proptest::option::of("/[a-z/]{0,9}");
    let note = proptest::option::of("[A-Za-z ]{1,12}");
    (value, errno, path, note).prop_map(|(value, errno, path, note)| {
        let (value, base) = match value {
            Some((0, Base::Octal)) => (Some(0), Base::Decimal),
            Some((value, base)) => (Some(value), base),
            None => (None, Base::Decimal),
        };
        Stated { value, base, errno, path, note, span: Span::default() }
    })
}

fn call() -> impl Strategy<Value = Call> {
    let arguments = prop::collection::vec(expr(), 0..5);
    let duration = proptest::option::of("[0-9]\\.[0-9]{6}");
    (proptest::option::of(name()), name(), arguments, proptest::option::of(stated()), duration)
        .prop_map(|(bind, name, arguments, result, duration)| Call {
            bind,
            name,
            arguments: arguments
                .into_iter()
                .map(|value| Argument { value, span: Span::default() })
                .collect(),
            result,
            duration,
            unfinished: false,
            span: Span::default(),
        })
}

fn line() -> impl Strategy<Value = Line> {
    let info = prop::collection::vec((name(), expr()), 0..3);
    let item = prop_oneof![
        1 => Just(Item::Nothing),
        6 => call().prop_map(Item::Call),
        1 => ("SIG[A-Z]{2,5}", info).prop_map(|(name, info)| Item::Signal {
            name, info, span: Span::default(),
        }),
        1 => Just(Item::Exit("exited with 0".to_owned())),
    ];
    let comment = proptest::option::of(prop_oneof![" [a-z ]{0,9}", " 读取 .{0,5}"]);
    (proptest::option::of("[A-Z][a-z0-9]{0,3}"), item, comment).prop_map(|(task, item, comment)| {
        let comment = comment.map(|c| c.chars().filter(|c| !c.is_control()).collect());
        Line { task, time: None, item, comment }
    })
}

fn program() -> impl Strategy<Value = Program> {
    prop::collection::vec(line(), 1..8).prop_map(|lines| Program { lines, origin: Origin::Written })
}

/// Where things are is not part of what they are.
fn without_spans(mut program: Program) -> Program {
    for line in &mut program.lines {
        match &mut line.item {
            Item::Call(call) => {
                call.span = Span::default();
                call.arguments.iter_mut().for_each(|argument| argument.span = Span::default());
                if let Some(result) = &mut call.result {
                    result.span = Span::default();
                }
            }
            Item::Signal { span, .. } => *span = Span::default(),
            _ => {}
        }
    }
    program
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn printed_programs_read_back_the_same(program in program()) {
        let text = print(&program);
        let read = match parse_as(&text, program.origin) {
            Ok(read) => read,
            Err(mistakes) => return Err(TestCaseError::fail(format!("{text}\n{}", mistakes[0]))),
        };
        prop_assert_eq!(&without_spans(read.clone()), &program, "{}", text);
        prop_assert_eq!(print(&read), text);
    }

    #[test]
    fn logs_print_in_one_form(program in program()) {
        let text = print(&program);
        let read = parse_as(&text, Origin::Strace).unwrap();
        let once = print(&read);
        let twice = print(&parse_as(&once, Origin::Strace).unwrap());
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = compile(&text);
        let _ = parse_as(&text, Origin::Strace).map(|program| lower(&program));
    }

    #[test]
    fn no_text_that_looks_like_a_program_panics(
        text in r#"(([a-z]{1,4} = )?(read|openat|poll|ioctl|rt_sigaction|mmap|kill|syscall_0x[0-9a-f]{1,20})\(([0-9a-z&+|"\\{}\[\], =<>~*/-]|0x|fd|NULL|events=|POLLIN|\{sa_handler=|\[\{fd=){0,24}\)?( = [0-9?x-]{1,3}| <unfinished ...>)?[\n#]|[0-9]{1,3} |\[pid 1\] |<\.\.\. read resumed>|--- SIG|\+\+\+ ){0,6}"#
    ) {
        let _ = compile(&text);
        let read = parse(&text);
        if let Ok(program) = read {
            let again = print(&program);
            prop_assert!(parse_as(&again, program.origin).is_ok(), "{}", again);
        }
        let _ = parse_as(&text, Origin::Strace).map(|program| lower(&program));
    }
}
