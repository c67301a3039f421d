//! Compiles the vendor's protocol files in Rust, so that no `protoc` has to be installed.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = ["streams.proto", "gossip.proto", "serverfeatures.proto"];
    println!("cargo::rerun-if-changed=proto");
    tonic_build::configure()
        .build_client(false)
        .build_transport(false)
        .generate_default_stubs(true)
        .extern_path(".event_store.client.Empty", "()")
        .bytes(["."])
        .include_file("protocol.rs")
        .compile_fds(protox::compile(files, ["proto"])?)?;
    Ok(())
}
