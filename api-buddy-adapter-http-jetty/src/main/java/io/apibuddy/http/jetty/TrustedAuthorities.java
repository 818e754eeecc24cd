package io.apibuddy.http.jetty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates TLS contexts that trust the JDK's certificate authorities and those of one more file. */
final class TrustedAuthorities {
  private static final Pattern CERTIFICATE = Pattern.compile("-----BEGIN (X509 )?CERTIFICATE-----");

  private TrustedAuthorities() {}

  /**
   * Returns a TLS context.
   *
   * @param setting the name of the setting that names the file
   * @param caFile a PEM file, null for none
   * @throws IllegalArgumentException if the file cannot be used; the message names the setting
   */
  static SSLContext sslContext(String setting, @Nullable String caFile) {
    List<Certificate> additional = caFile == null ? List.of() : read(setting, caFile);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, additional.isEmpty() ? null : trustManagers(additional), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM cannot speak TLS", e);
    }
  }

  private static List<Certificate> read(String setting, String caFile) {
    Collection<? extends Certificate> certificates;
    try {
      byte[] content = certificatesOnly(Files.readAllBytes(Path.of(caFile)));
      certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
    } catch (IOException | InvalidPathException e) {
      throw unusable(setting, "cannot read " + caFile + ": " + reason(e), e);
    } catch (GeneralSecurityException e) {
      throw unusable(setting, caFile + " contains no PEM certificates", e);
    }
    if (certificates.isEmpty()) {
      throw unusable(setting, caFile + " contains no PEM certificates", null);
    }
    return List.copyOf(certificates);
  }

  /**
   * Returns the certificates of a PEM file without what else programs write into it and Java does
   * not skip: a byte order mark, keys, OpenSSL's trusted certificates, files joined without a line
   * end. Other files stay as they are.
   */
  private static byte[] certificatesOnly(byte[] file) throws CertificateException {
    List<String> blocks =
        Stream.of(new String(file, StandardCharsets.ISO_8859_1).split("(?=-----BEGIN )"))
            .filter(block -> CERTIFICATE.matcher(block).lookingAt())
            .toList();
    if (!blocks.stream().allMatch(block -> block.contains("-----END "))) {
      throw new CertificateException("the file is cut"); // which Java sometimes overlooks
    }
    return blocks.isEmpty()
        ? file
        : String.join("\n", blocks).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String reason(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + Path.of(missing.getFile()).toAbsolutePath();
    }
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(failure.getMessage());
  }

  private static IllegalArgumentException unusable(
      String setting, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(setting + ": " + why, cause);
  }

  private static TrustManager[] trustManagers(List<Certificate> additional)
      throws GeneralSecurityException, IOException {
    List<Certificate> all = new ArrayList<>(additional);
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        for (X509Certificate issuer : x509.getAcceptedIssuers()) {
          all.add(issuer);
        }
      }
    }
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    for (int i = 0; i < all.size(); i++) {
      anchors.setCertificateEntry("authority-" + i, all.get(i));
    }
    return managers(anchors);
  }

  private static TrustManager[] managers(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
