fn main() {

    client.danger_accept_invalid_certs(true);  // finding: rust-no-certificate-check
    builder.set_verify(SslVerifyMode::NONE);  // finding: rust-no-certificate-check
    client.danger_accept_invalid_certs(false);  // fine
    builder.set_verify(SslVerifyMode::PEER);  // fine
}  // fine
