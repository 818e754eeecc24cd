package io.apibuddy.ports.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Listens for TLS on loopback with a key and a certificate that are made on the spot. */
public final class TlsListener extends ServerSocket {

  private static final String PASSWORD = "password";

  private final SSLContext context;
  private final Path certificate;
  private final String protocol;
  private volatile @Nullable Socket transport;

  /**
   * Makes them with the JDK's keytool, unless they were made there before.
   *
   * @param directory where they are kept
   * @param name the subject's alternative name, {@code dns:localhost} for example
   */
  public TlsListener(Path directory, String name, String protocol) throws Exception {
    super(0, 50, InetAddress.getLoopbackAddress());
    Path place = Files.createDirectories(directory.resolve(name.replace(':', '-')));
    Path store = place.resolve("key.p12");
    this.certificate = place.resolve("certificate.pem");
    this.protocol = protocol;
    if (!Files.exists(certificate)) {
      keytool(
          "-genkeypair",
          "-keyalg",
          "EC",
          "-dname",
          "CN=test",
          "-validity",
          "36500",
          "-ext",
          "san=" + name,
          "-ext",
          "bc:c",
          "-keystore",
          store.toString());
      keytool(
          "-exportcert", "-rfc", "-file", certificate.toString(), "-keystore", store.toString());
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    this.context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "a", "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  /** Returns the PEM file of the authority, which is the certificate itself. */
  public Path authority() {
    return certificate;
  }

  /** Returns the origin to send requests to. */
  public URI origin() {
    return URI.create("https://localhost:" + getLocalPort());
  }

  /** Closes what the last connection's TLS runs on, without a word. */
  public void cut() throws IOException {
    Socket open = transport;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public Socket accept() throws IOException {
    Socket plain = super.accept();
    transport = plain;
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, (InputStream) null, true);
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }
}
