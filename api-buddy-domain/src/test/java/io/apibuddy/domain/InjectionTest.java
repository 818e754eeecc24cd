package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.CoreFixture.Answer;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Headers;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that a mapping adds to its requests. */
class InjectionTest {
  private static final String INJECTED = "Bearer injected";

  private final FakeUpstream upstream =
      new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, "Vary", "Authorization"));

  private CoreFixture proxy(AccessSettings settings) {
    return new CoreFixture(
        upstream, UnaryOperator.identity(), ports -> ports.configuration(settings.configuration()));
  }

  private CoreFixture injecting() {
    return proxy(new AccessSettings().injecting("Authorization", INJECTED));
  }

  private Headers sent(int call) {
    return upstream.received().get(call).request().headers();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE"})
  void injectedCredentialReplacesThatOfTheClient(String method) throws Exception {
    try (CoreFixture proxy = injecting()) {
      proxy.ask(
          FakeRequest.of(
              method, "/api/x", "authorization", "Bearer one", "AUTHORIZATION", "Bearer two"));

      assertThat(sent(0).all("Authorization")).containsExactly(INJECTED);
    }
  }

  @ParameterizedTest
  @CsvSource({"X-Api-Key, x_api_key", "X_Api_Key, X-Api-Key", "X-Api-Key, X-API_KEY"})
  void fieldSpelledWithUnderscoresIsReplacedByTheInjectedOneToo(String injected, String sent)
      throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().injecting(injected, INJECTED))) {
      proxy.get("/api/x", sent, "mine");

      assertThat(sent(0).all(injected)).containsExactly(INJECTED);
      assertThat(sent(0).contains(sent)).isFalse();
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void connectionFieldDoesNotRemoveTheInjectedCredential() throws Exception {
    try (CoreFixture proxy = injecting()) {
      proxy.get("/api/x", "Connection", "Authorization", "Authorization", "Bearer mine");

      assertThat(sent(0).all("Authorization")).containsExactly(INJECTED);
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void injectedCredentialIsNotSentByOtherMappings() throws Exception {
    try (CoreFixture proxy = injecting()) {
      proxy.get("/other/x", "Authorization", "Bearer mine");

      assertThat(sent(0).all("Authorization")).containsExactly("Bearer mine");
    }
  }

  @Test
  void clientsShareAnswersFetchedWithTheInjectedCredential() throws Exception {
    try (CoreFixture proxy = injecting()) {
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x", "Authorization", "Bearer a").field("X-Cache"))
          .isEqualTo("HIT");
      assertThat(proxy.get("/api/x", "Authorization", "Bearer b").field("X-Cache"))
          .isEqualTo("HIT");
      // A credential that is the client's own still tells clients apart.
      assertThat(proxy.get("/api/x", "Cookie", "session=1").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void answersFetchedWithAnInjectedCredentialAreUsedOnlyWhileOneIsInjected() throws Exception {
    try (CoreFixture proxy = injecting()) {
      proxy.get("/api/x");
      proxy.core.reconfigure(new AccessSettings().configuration());

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      proxy.core.reconfigure(
          new AccessSettings().injecting("Authorization", "Bearer renewed").configuration());
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void renewedCredentialUsesRecordingsOfTheOldOne() throws Exception {
    try (CoreFixture proxy =
        proxy(new AccessSettings().injecting("Authorization", INJECTED).in(CacheMode.RECORD))) {
      proxy.get("/api/x", "Authorization", "Bearer a");
      proxy.core.reconfigure(
          new AccessSettings()
              .injecting("Authorization", "Bearer renewed")
              .in(CacheMode.RECORD)
              .configuration());

      assertThat(proxy.get("/api/x", "Authorization", "Bearer b").field("X-Cache"))
          .isEqualTo("HIT");
      proxy.core.reconfigure(new AccessSettings().in(CacheMode.RECORD).configuration());
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      proxy.core.reconfigure(new AccessSettings().in(CacheMode.REPLAY).configuration());
      assertThat(proxy.get("/api/x", "Authorization", "Bearer c").field("X-Cache"))
          .isEqualTo("HIT");
    }
  }

  @Test
  void upstreamPauseAppliesToAllClientsOfTheInjectedCredential() throws Exception {
    FakeUpstream limited =
        new FakeUpstream(UpstreamAnswer.of(429, "slow down", "Retry-After", "30"));
    try (CoreFixture proxy =
        new CoreFixture(
            limited,
            UnaryOperator.identity(),
            ports ->
                ports.configuration(
                    new AccessSettings().injecting("Authorization", INJECTED).configuration()))) {
      assertThat(proxy.get("/api/1", "Authorization", "Bearer a").body()).isEqualTo("slow down");

      assertThat(proxy.get("/api/2", "Authorization", "Bearer b").field("X-API-Buddy-Error"))
          .isEqualTo("upstream_paused");
      assertThat(limited.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, Origin, https://evil.test",
    "GET, Sec-Fetch-Site, cross-site",
    "OPTIONS, Origin, https://evil.test",
    "POST, Origin, null",
  })
  void crossSiteRequestCannotUseTheInjectedCredential(String method, String name, String value)
      throws Exception {
    try (CoreFixture proxy = injecting()) {
      proxy.get("/api/x");
      Answer answer = proxy.ask(FakeRequest.of(method, "/api/x", name, value));

      assertThat(answer.status()).isEqualTo(403);
      assertThat(proxy.get("/api/x", name, value, "Connection", name).status()).isEqualTo(403);
      assertThat(proxy.get("/api/x", name, value, "X-API-Buddy-Cache", "?").status())
          .isEqualTo(403);
      assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("origin_not_allowed");
      assertThat(answer.body())
          .contains("security.allowed_origins", "\"alias\":\"api\"")
          .doesNotContain("evil");
      assertThat(answer.head().headers().contains("Access-Control-Allow-Origin")).isFalse();
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void crossSiteWebSocketHandshakeIsRefusedIfACredentialIsInjected() throws Exception {
    try (CoreFixture proxy = injecting()) {
      String[] handshake = {
        "Connection", "Upgrade",
        "Upgrade", "websocket",
        "Sec-WebSocket-Version", "13",
        "Origin", "https://evil.test"
      };
      assertThat(proxy.get("/api/x", handshake).status()).isEqualTo(403);
      assertThat(proxy.get("/other/x", handshake).status()).isEqualTo(426);
      assertThat(upstream.calls()).isZero();
    }
  }

  @Test
  void loopbackPagesMayUseTheInjectedCredential() throws Exception {
    try (CoreFixture proxy = injecting()) {
      for (String origin : List.of("http://localhost:3000", "https://127.0.0.1")) {
        assertThat(proxy.get("/api/x", "Origin", origin).status()).isEqualTo(200);
      }
      assertThat(proxy.get("/other/x", "Origin", "https://evil.test").status()).isEqualTo(200);
    }
  }
}
