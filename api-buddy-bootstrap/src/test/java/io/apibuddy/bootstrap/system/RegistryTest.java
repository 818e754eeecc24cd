package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An npm registry over HTTPS with a certificate of a private authority. */
@Tag("any-jvm")
class RegistryTest {

  private static final byte[] TARBALL = new byte[300_000];
  private static final String METADATA =
      "{\"name\":\"express\",\"dist-tags\":{\"latest\":\"5.0.0\"},\"description\":\""
          + "x".repeat(500)
          + "\"}";

  static {
    new Random(7).nextBytes(TARBALL);
  }

  @TempDir Path directory;
  private TestCertificates certificates;
  private final Client client = new Client();

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = TestCertificates.in(directory);
  }

  private LoopbackApi registry() throws Exception {
    return LoopbackApi.https(certificates)
        .on(
            "/express",
            LoopbackApi.content("application/json", METADATA.getBytes(StandardCharsets.UTF_8)))
        .on("/express/-/express-5.0.0.tgz", LoopbackApi.content("application/gzip", TARBALL));
  }

  private CachingProxy proxy(LoopbackApi registry) throws Exception {
    return CachingProxy.builder()
        .map("npm", registry.url())
        .set("server.upstream_ca_file", certificates.authority().toString())
        .set("cache.backend", "sqlite")
        .set("cache.database_path", directory.resolve("cache.db").toString())
        .set("cache.store_budget", "30s") // not what this is about
        .start();
  }

  @Test
  void packagesFetchedOnceAreServedWithoutTheRegistryEvenAfterARestart() throws Exception {
    try (LoopbackApi registry = registry()) {
      try (CachingProxy proxy = proxy(registry)) {
        HttpResponse<byte[]> first = client.get(proxy.baseUrl("npm") + "/express");
        HttpResponse<byte[]> second = client.get(proxy.baseUrl("npm") + "/express");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(new String(second.body(), StandardCharsets.UTF_8)).isEqualTo(METADATA);
        assertThat(Client.field(second, "Cache-Status")).startsWith("api-buddy; hit");
        assertThat(client.get(proxy.baseUrl("npm") + "/express/-/express-5.0.0.tgz").body())
            .isEqualTo(TARBALL);
      }
      try (CachingProxy proxy = proxy(registry)) {
        HttpResponse<byte[]> metadata = client.get(proxy.baseUrl("npm") + "/express");
        HttpResponse<byte[]> tarball =
            client.get(proxy.baseUrl("npm") + "/express/-/express-5.0.0.tgz");

        assertThat(Client.field(metadata, "Cache-Status")).startsWith("api-buddy; hit");
        assertThat(Client.field(tarball, "Cache-Status")).startsWith("api-buddy; hit");
        assertThat(tarball.body()).isEqualTo(TARBALL);
      }
      assertThat(registry.calls("GET /express")).isEqualTo(1);
      assertThat(registry.calls("GET /express/-/express-5.0.0.tgz")).isEqualTo(1);
    }
  }

  @Test
  void registryWithAnUnknownCertificateAuthorityIsNotTrusted() throws Exception {
    try (LoopbackApi registry = registry();
        CachingProxy proxy = CachingProxy.builder().map("npm", registry.url()).start()) {
      HttpResponse<byte[]> answer = client.get(proxy.baseUrl("npm") + "/express");

      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(Client.field(answer, "X-API-Buddy-Error")).isEqualTo("upstream_tls_failed");
      assertThat(registry.calls()).isZero();
    }
  }
}
