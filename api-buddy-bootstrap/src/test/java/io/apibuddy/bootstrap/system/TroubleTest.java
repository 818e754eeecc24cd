package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.ClosedPort;
import io.apibuddy.ports.contract.Gate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Common mistakes of users, and how they are reported. */
class TroubleTest {

  @TempDir Path home;
  private final Client client = new Client();

  @Test
  void aMistypedKeyIsNamedWithItsPlaceAndTheNearestKnownOne() throws Exception {
    Path file = home.resolve("buddy.yaml");
    Files.writeString(
        file,
        """
        cache:
          default_ttl_day: 3
        domain_mappings:
          api: https://api.example.com
        """);
    try (ProxyProcess proxy =
        ProxyProcess.run(home, List.of(), List.of("--config", file.toString()))) {
      assertThat(proxy.exitCode()).isEqualTo(2);
      assertThat(proxy.output())
          .contains("buddy.yaml:2:3", "cache.default_ttl_day", "default_ttl_days")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aPortInUseIsNamedWithAddressAndPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ProxyProcess proxy =
            ProxyProcess.run(
                home,
                List.of(),
                List.of(
                    "--map",
                    "api=http://localhost:1",
                    "--port",
                    Integer.toString(taken.getLocalPort())))) {
      assertThat(proxy.exitCode()).isEqualTo(1);
      assertThat(proxy.output())
          .contains("127.0.0.1:" + taken.getLocalPort())
          .doesNotContain("\tat ");
    }
  }

  @Test
  void anUnknownAliasIsAnsweredWithTheKnownOnes() throws Exception {
    try (CachingProxy proxy = CachingProxy.builder().map("github", "http://localhost:1").start()) {
      HttpResponse<byte[]> answer =
          client.get(proxy.baseUrl("github").replace("/github", "/gitlab/secret-path"));

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(Client.field(answer, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .contains("/github")
          .doesNotContain("secret-path");
    }
  }

  @Test
  void unreachableUpstreamIs502AndIsNamed() throws Exception {
    try (ClosedPort unused = new ClosedPort();
        CachingProxy proxy =
            CachingProxy.builder().map("api", "http://localhost:" + unused.number()).start()) {
      HttpResponse<byte[]> answer = client.get(proxy.baseUrl("api") + "/things");

      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(Client.field(answer, "X-API-Buddy-Error")).isEqualTo("upstream_unreachable");
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("localhost");
    }
  }

  @Test
  void listeningOnAllAddressesIsRefusedByDefault() throws Exception {
    try (ProxyProcess proxy =
        ProxyProcess.run(
            home,
            List.of(),
            List.of("--map", "api=https://api.example.com", "--host", "0.0.0.0"))) {
      assertThat(proxy.exitCode()).isEqualTo(2);
      assertThat(proxy.output()).contains("security.allow_open");
    }
  }

  @Test
  void foreignHostNameIsAnsweredWith421() throws Exception {
    try (CachingProxy proxy = CachingProxy.builder().map("api", "http://localhost:1").start()) {
      String answer =
          RawHttp.exchange(proxy.port(), "GET /api/x HTTP/1.1\r\nHost: evil.test\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 421 ").contains("server.allowed_hosts");
    }
  }

  @Test
  void requestInFlightIsFinishedWhenTheProcessIsTerminated() throws Exception {
    Gate gate = new Gate();
    byte[] content = "z".repeat(5000).getBytes(StandardCharsets.UTF_8);
    LoopbackApi.Resource slow =
        exchange -> {
          gate.pass();
          LoopbackApi.content("text/plain", content).answer(exchange);
        };
    try (LoopbackApi api = LoopbackApi.http().on("/slow", slow);
        ProxyProcess proxy = ProxyProcess.serve(home, List.of(), "--map", "api=" + api.url())) {
      CompletableFuture<HttpResponse<byte[]>> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.get(proxy.url("/api/slow"));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      gate.awaitArrival();
      proxy.terminate();
      gate.open();

      assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo(content);
      assertThat(proxy.exitCode()).isIn(0, 143);
      assertThat(proxy.output()).contains("Stopped after 1 request, ");
    }
  }
}
