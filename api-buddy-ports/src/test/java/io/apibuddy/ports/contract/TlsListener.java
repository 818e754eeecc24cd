package io.apibuddy.ports.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A TLS server socket on loopback with a freshly generated key and certificate. */
public final class TlsListener extends ServerSocket {

  private static final String ALIAS = "a";
  private static final char[] PASSWORD = "password".toCharArray();

  /** Key stores by subject alternative name, cached because keytool takes a second. */
  private static final Map<String, byte[]> STORES = new ConcurrentHashMap<>();

  private final SSLContext context;
  private final Path certificate;
  private final String protocol;
  private volatile boolean demanding;
  private volatile @Nullable Socket transport;
  private final Queue<Socket> left = new ConcurrentLinkedQueue<>();

  /**
   * Creates a listener with the key and certificate that this JVM generated for the name before, or
   * with new ones from the JDK's keytool.
   *
   * @param directory where the certificate is kept
   * @param name the subject alternative name, for example {@code dns:localhost}
   */
  public TlsListener(Path directory, String name, String protocol) throws Exception {
    super(0, 50, InetAddress.getLoopbackAddress());
    this.protocol = protocol;
    this.certificate = directory.resolve(name.replace(':', '-') + ".pem");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(new ByteArrayInputStream(STORES.computeIfAbsent(name, TlsListener::made)), PASSWORD);
    Files.writeString(certificate, pem(keys.getCertificate(ALIAS)));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    this.context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
  }

  private static String pem(Certificate certificate) throws CertificateEncodingException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN CERTIFICATE-----\n"
        + lines.encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static byte[] made(String name) {
    try {
      Path store = Files.createTempFile("key", ".p12");
      try {
        Files.delete(store); // keytool would take the empty file for a damaged key store
        keytool(name, store);
        return Files.readAllBytes(store);
      } finally {
        Files.deleteIfExists(store);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(String name, Path store) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=test"));
    command.addAll(List.of("-validity", "36500", "-ext", "san=" + name, "-ext", "bc:c"));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-alias", ALIAS, "-storepass", new String(PASSWORD)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  /** Returns the PEM file of the certificate authority, which is the certificate itself. */
  public Path authority() {
    return certificate;
  }

  /** Returns the origin to send requests to. */
  public URI origin() {
    return URI.create("https://localhost:" + getLocalPort());
  }

  /**
   * Requires a client certificate on future connections. A client without one gets an alert, but
   * its connection stays open: closing it while data of the client is unread would make the kernel
   * discard the alert.
   */
  public void demandCertificate() {
    demanding = true;
  }

  /** Closes the TCP connection under the last TLS connection, without a TLS close. */
  public void cut() throws IOException {
    Socket open = transport;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    for (Socket each : left) {
      each.close();
    }
  }

  @Override
  public Socket accept() throws IOException {
    Socket plain = super.accept();
    transport = plain;
    if (demanding) {
      left.add(plain); // closing the TLS socket does not close it
    }
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, (InputStream) null, !demanding);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.setNeedClientAuth(demanding);
    return socket;
  }
}
