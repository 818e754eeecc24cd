package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.ScriptedUpstream.WELL;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.RawUpstream.Conversation;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import io.apibuddy.ports.contract.TlsListener;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS faults of an upstream: no answer of a server that cannot be trusted is relayed. */
@Timeout(60)
class TlsFaultsTest {

  /** The ServerHello of a server that supports nothing newer than TLS 1.0. */
  private static final String OLD_SERVER_HELLO =
      "\u0016\u0003\u0001\u0000*\u0002\u0000\u0000&\u0003\u0001"
          + "r".repeat(32)
          + "\u0000\u0000/\u0000";

  @TempDir Path directory;
  private final Client client = new Client();

  private static void assertRefused(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(Client.field(answer, "X-API-Buddy-Error")).isEqualTo("upstream_tls_failed");
  }

  /** U-TLS2 to U-TLS4; that of an unknown authority is in {@link RegistryTest}. */
  @ParameterizedTest(name = "for {0} from {1} for {2} days")
  @CsvSource({"localhost, -20d, 10", "localhost, +10d, 100", "other.example, -1d, 100"})
  void expiredFutureOrMismatchedCertificateIs502(String host, String start, int days)
      throws Exception {
    TestCertificates certificates = TestCertificates.in(directory, host, start, days);
    try (LoopbackApi api =
            LoopbackApi.https(certificates)
                .on("/", LoopbackApi.content("text/plain", new byte[200]));
        CachingProxy proxy =
            CachingProxy.builder()
                .map("api", api.url())
                .set("server.upstream_ca_file", certificates.authority().toString())
                .start()) {
      assertRefused(client.get(proxy.baseUrl("api") + "/x"));
      assertRefused(client.post(proxy.baseUrl("api") + "/x", "{}"));
      assertThat(api.calls()).isZero();
    }
  }

  private static String secure(RawUpstream upstream) {
    return "https://localhost:" + upstream.origin().getPort();
  }

  /** U-TLS5 and U-TLS8. */
  @Test
  void obsoleteOrMissingTlsIs502() throws Exception {
    Conversation old =
        peer -> {
          peer.read(5);
          peer.send(OLD_SERVER_HELLO);
          peer.readRemainder();
        };
    Conversation plain = RawUpstream.answering(ScriptedUpstream.ok(WELL));
    Conversation talkative =
        peer -> {
          peer.send("HTTP/1.1 400 This is HTTP\r\n\r\n");
          peer.readRemainder();
        };
    Conversation closing = peer -> peer.read(5);
    for (Conversation conversation : new Conversation[] {old, talkative, closing}) {
      try (RawUpstream upstream = new RawUpstream(conversation, plain);
          CachingProxy proxy = CachingProxy.builder().map("api", secure(upstream)).start()) {
        assertRefused(client.get(proxy.baseUrl("api") + "/x"));
        assertThat(upstream.connections()).isEqualTo(1);
      }
    }
  }

  /** U-TLS7. */
  @Test
  void aHandshakeThatNeverEndsIs504WithinTheConnectTimeout() throws Exception {
    try (RawUpstream upstream = new RawUpstream(Peer::readRemainder);
        CachingProxy proxy =
            CachingProxy.builder()
                .map("api", secure(upstream))
                .set("server.connect_timeout", "500ms")
                .start()) {
      HttpResponse<byte[]> answer = client.get(proxy.baseUrl("api") + "/x");

      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(Client.field(answer, "X-API-Buddy-Error")).isEqualTo("upstream_connect_timeout");
    }
  }

  /** U-TLS6, RFC 9112 section 9.8. */
  @Test
  void endWithoutTlsCloseNotifyIsATruncation() throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    Gate read = new Gate();
    try (ScriptedUpstream upstream = new ScriptedUpstream(listener);
        CachingProxy proxy =
            CachingProxy.builder()
                .map("api", listener.origin().toString())
                .set("server.upstream_ca_file", listener.authority().toString())
                .start()) {
      upstream.on(
          "/x",
          peer -> {
            peer.send("HTTP/1.1 200 OK\r\n\r\n" + WELL);
            read.pass();
            listener.cut();
          });
      try (Peer cut = Peer.connect(proxy.port())) {
        cut.send("GET /api/x HTTP/1.0\r\nHost: localhost\r\n\r\n");
        cut.readThrough(WELL);
        read.open();
        assertThat(cut.readRemainder().broken()).isTrue();
      }
      upstream.on("/x", saying("HTTP/1.1 200 OK\r\n\r\nwhole"));
      HttpResponse<byte[]> next = client.get(proxy.baseUrl("api") + "/x");

      assertThat(next.body()).asString(StandardCharsets.US_ASCII).isEqualTo("whole");
    }
  }

  @Test
  void startFailsNamingAMissingUpstreamCaFile() {
    assertThatThrownBy(
            () ->
                CachingProxy.builder()
                    .map("api", "https://localhost:1")
                    .set("server.upstream_ca_file", directory.resolve("none.pem").toString())
                    .start()
                    .close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("upstream_ca_file", "none.pem");
  }
}
