package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams that cannot be reached or lead back to the proxy. */
@Tag("any-jvm")
@Timeout(120)
class UnreachableUpstreamTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path home;
  private final Client client = new Client();

  private static void assertProblem(HttpResponse<byte[]> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Client.field(answer, "X-API-Buddy-Error")).isEqualTo(code);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("127.0.0.1");
  }

  private ProxyProcess serve(Path hosts, String... arguments) throws Exception {
    return ProxyProcess.serve(home, List.of("-Djdk.net.hosts.file=" + hosts), arguments);
  }

  private Path hosts(String... lines) throws IOException {
    return Files.write(home.resolve("hosts"), List.of(lines));
  }

  @Test
  void refusedConnectionIs502() throws Exception {
    try (ClosedPort port = new ClosedPort();
        CachingProxy proxy =
            CachingProxy.builder().map("api", "http://127.0.0.1:" + port.number()).start()) {
      assertProblem(client.get(proxy.baseUrl("api") + "/x"), 502, "upstream_unreachable");
    }
  }

  /** U-CON1. */
  @Test
  @EnabledOnOs(OS.LINUX) // other systems refuse connections when the queue is full
  void droppedConnectionAttemptIs504WithinTheConnectTimeout() throws Exception {
    try (FullBacklog firewall = new FullBacklog(LOOPBACK, 0);
        CachingProxy proxy =
            CachingProxy.builder()
                .map("api", "http://127.0.0.1:" + firewall.port())
                .set("server.connect_timeout", "1s")
                .start()) {
      assertProblem(client.get(proxy.baseUrl("api") + "/x"), 504, "upstream_connect_timeout");
      assertProblem(
          client.post(proxy.baseUrl("api") + "/x", "{}"), 504, "upstream_connect_timeout");
    }
  }

  /** U-CON2. */
  @Test
  void upstreamThatLeadsBackToTheProxyIs508() throws Exception {
    try (CachingProxy proxy = CachingProxy.builder().map("api", "http://127.0.0.1:1").start()) {
      proxy.updateConfig("domain_mappings.api.upstream", proxy.baseUrl("api"));
      HttpResponse<byte[]> answer = client.get(proxy.baseUrl("api") + "/x");

      assertThat(answer.statusCode()).isEqualTo(508);
      assertThat(Client.field(answer, "X-API-Buddy-Error")).isEqualTo("loop_detected");
    }
  }

  /** U-DNS1. */
  @Test
  void unknownHostNameIs502AndIsResolvedSoonAfterItAppears() throws Exception {
    String localhost = "127.0.0.1 localhost";
    try (ScriptedUpstream upstream = new ScriptedUpstream();
        ProxyProcess proxy =
            serve(hosts(localhost), "--map", "api=http://new.test:" + upstream.port())) {
      assertProblem(client.get(proxy.url("/api/x")), 502, "upstream_unknown_host");
      hosts(localhost, "127.0.0.1 new.test");

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(client.get(proxy.url("/api/x")).statusCode()).isEqualTo(200));
    }
  }

  /** U-DNS4. */
  @Test
  void nameThatResolvesToACloudMetadataAddressIs502AndIsReported() throws Exception {
    try (ProxyProcess proxy =
        serve(
            hosts("127.0.0.1 localhost", "169.254.169.254 rebound.test"),
            "--map",
            "api=http://rebound.test")) {
      HttpResponse<byte[]> answer = client.get(proxy.url("/api/latest/meta-data"));

      assertProblem(answer, 502, "upstream_unreachable");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(proxy.output()).contains("rebound.test resolves to"));
    }
  }

  @Test
  void dnsCacheSettingsOfAnEmbeddingApplicationAreUnchanged() {
    CachingProxy.builder().map("api", "http://127.0.0.1:1").start().close();

    assertThat(Security.getProperty("networkaddress.cache.ttl")).isNull();
    assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("10");
  }

  /** U-DNS3. */
  @Test
  @EnabledOnOs(OS.LINUX) // other systems have only one loopback address
  void secondAddressIsTriedIfTheFirstIsUnreachable() throws Exception {
    try (ScriptedUpstream upstream = new ScriptedUpstream();
        FullBacklog firewall =
            new FullBacklog(InetAddress.getByName("127.0.0.2"), upstream.port());
        ProxyProcess proxy =
            serve(
                hosts("127.0.0.1 localhost", "127.0.0.2 two.test", "127.0.0.1 two.test"),
                "--map",
                "api=http://two.test:" + firewall.port())) {
      assertThat(client.get(proxy.url("/api/x")).body())
          .asString()
          .isEqualTo(ScriptedUpstream.WELL);
    }
  }

  /** U-DNS5: a file that is never written to keeps the resolver waiting for its first line. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void hangingResolverIs504AndDoesNotDelayOtherMappings() throws Exception {
    Path pipe = home.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (ScriptedUpstream upstream = new ScriptedUpstream();
        ProxyProcess proxy =
            serve(
                pipe,
                "--map",
                "slow=http://slow.test:1",
                "--map",
                "well=" + upstream.url(),
                "--config",
                Files.writeString(home.resolve("c.yaml"), "server: {connect_timeout: 8s}\n")
                    .toString())) {
      CompletableFuture<HttpResponse<byte[]>> slow =
          client
              .http()
              .sendAsync(
                  Client.request(proxy.url("/slow/x")).GET().build(),
                  HttpResponse.BodyHandlers.ofByteArray());

      assertThat(client.get(proxy.url("/well/x")).statusCode()).isEqualTo(200);
      assertThat(slow).isNotDone();
      assertProblem(slow.get(60, TimeUnit.SECONDS), 504, "upstream_connect_timeout");
    }
  }
}
