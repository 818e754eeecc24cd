package io.apibuddy.bootstrap.system;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A test's own certificate authority and a certificate for {@code localhost}. */
final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  static TestCertificates in(Path directory) throws Exception {
    return in(directory, "localhost", "-1d", 36500);
  }

  /**
   * Makes the authority and a certificate.
   *
   * @param host the name the certificate is for
   * @param start when it becomes valid, as keytool has it: {@code -20d} for example
   * @param days how long it is valid
   */
  static TestCertificates in(Path directory, String host, String start, int days) throws Exception {
    TestCertificates made = new TestCertificates(directory);
    made.keytool("ca", "CN=Test CA", "-ext", "bc:c", "-startdate", "-100d", "-validity", "36500");
    made.keytool(
        "server",
        "CN=" + host,
        "-signer",
        "ca",
        "-ext",
        "san=dns:" + host,
        "-startdate",
        start,
        "-validity",
        Integer.toString(days));
    return made;
  }

  SSLContext serverContext() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore onlyTheServer = KeyStore.getInstance("PKCS12");
    onlyTheServer.load(null, PASSWORD);
    KeyStore all = store();
    onlyTheServer.setKeyEntry(
        "server", all.getKey("server", PASSWORD), PASSWORD, all.getCertificateChain("server"));
    keys.init(onlyTheServer, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Returns a PEM file with the authority's certificate. */
  Path authority() throws Exception {
    byte[] encoded = store().getCertificate("ca").getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
            + "\n-----END CERTIFICATE-----\n";
    return Files.writeString(directory.resolve("ca.pem"), pem, StandardCharsets.US_ASCII);
  }

  private KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private void keytool(String alias, String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias, "-dname", name));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore",
            directory.resolve("keys.p12").toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("keytool failed");
    }
  }
}
