fn main() {
    let limits = make_reports::inspect::DrawingLimits { few_lines: 4, overlap: 0.2, edge: 0.115 };
    for path in std::env::args().skip(1) {
        let t = std::time::Instant::now();
        let found = make_reports::inspect::look(&std::fs::read(&path).unwrap(), "x", &limits);
        println!("{path} {:?}", t.elapsed());
        for f in found {
            println!("   {} {:?}", f.code, f.facts);
        }
    }
}
