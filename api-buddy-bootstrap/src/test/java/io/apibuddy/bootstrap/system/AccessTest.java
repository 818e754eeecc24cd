package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.event.Notice;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The access key and injected credentials, byte by byte through real sockets. */
class AccessTest {
  private static final String KEY = "An-access-key_of~ours";
  private static final String CREDENTIAL = "Bearer upstream-credential";

  /** The heads of the requests that reached the upstream. */
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AutoClose private final RawUpstream upstream;

  AccessTest() throws IOException {
    upstream = new RawUpstream(this::answer);
  }

  private void answer(RawUpstream.Peer peer) throws IOException {
    while (true) {
      String head = peer.skipRequest();
      seen.add(head);
      String start =
          head.startsWith("GET /old ")
              ? "301 Moved\r\nLocation: " + upstream.origin() + "/new?a=1"
              : "200 OK";
      peer.send("HTTP/1.1 " + start + "\r\nContent-Length: 200\r\n\r\n" + "x".repeat(200));
    }
  }

  private CachingProxyBuilder mapped() {
    return CachingProxy.builder().map("api", upstream.origin().toString());
  }

  private CachingProxy keyed() {
    return mapped()
        .secureKey(KEY)
        .set("security.key_position", List.of("path_prefix", "query_param", "header"))
        .start();
  }

  private static String ask(CachingProxy proxy, String request, String... fields)
      throws IOException {
    return RawHttp.ask("127.0.0.1", proxy.port(), RawHttp.closing(request, fields));
  }

  private static String askFrom(String address, CachingProxy proxy, String target)
      throws IOException {
    return RawHttp.ask(address, proxy.port(), RawHttp.closing("GET " + target));
  }

  @Test
  void keyIsAcceptedInEachPositionAndNeverSentUpstream() throws Exception {
    try (CachingProxy proxy = keyed()) {
      assertThat(proxy.secureKey()).isEqualTo(KEY);
      assertThat(proxy.baseUrl("api")).endsWith("/" + KEY + "/api");
      String referer = "Referer: http://localhost/" + KEY + "/api/page";
      for (String method : List.of("GET", "DELETE")) {
        assertThat(ask(proxy, method + " /" + KEY + "/api/a", referer)).startsWith("HTTP/1.1 200");
        assertThat(ask(proxy, method + " /api/b?q=1&proxy_key=" + KEY, referer))
            .startsWith("HTTP/1.1 200");
        assertThat(ask(proxy, method + " /api/c", referer, "X-Proxy-Key: " + KEY))
            .startsWith("HTTP/1.1 200");
      }

      assertThat(seen)
          .extracting(head -> head.substring(0, head.indexOf(" HTTP")))
          .containsExactly(
              "GET /a", "GET /b?q=1", "GET /c", "DELETE /a", "DELETE /b?q=1", "DELETE /c");
      assertThat(seen).noneMatch(head -> head.contains(KEY) || head.contains("proxy_key"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/KEY/api/a?proxy_key=wrong",
        "/KEY/api/a?proxy_key=",
        "/KEY/KEY/api/a",
        "/api/a?proxy_key=KEY&proxy_key=KEY",
        "/an-access-key_of~ours/api/a",
        "/KEY1/api/a",
        "/An-access-key_of~our/api/a",
        "/An%2Daccess-key_of~ours/api/a",
        "/KEY%00/api/a",
        "/api/a",
        "/api/KEY/a",
        "/"
      })
  void requestWithoutExactlyTheKeyIsRefusedBeforeCacheLookup(String target) throws Exception {
    try (CachingProxy proxy = keyed()) {
      ask(proxy, "GET /" + KEY + "/api/a");
      String answer = ask(proxy, "GET " + target.replace("KEY", KEY));

      assertThat(answer)
          .startsWith("HTTP/1.1 403 ")
          .contains("Cache-Control: no-store\r\n", "X-API-Buddy-Error: access_denied\r\n")
          .doesNotContain(KEY, "X-Cache");
      assertThat(seen).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "", "KEY\r\nX-Proxy-Key: KEY", "KEY, KEY", "KEY KEY"})
  void keyFieldThatIsNotExactlyTheKeyIsRefused(String value) throws Exception {
    try (CachingProxy proxy = keyed()) {
      String field = "X-Proxy-Key: " + value.replace("KEY", KEY);

      assertThat(ask(proxy, "GET /api/a", field)).startsWith("HTTP/1.1 403 ");
      assertThat(ask(proxy, "GET /" + KEY + "/api/a", field)).startsWith("HTTP/1.1 403 ");
      assertThat(ask(proxy, "GET /api/a", "X-Proxy-Key: " + KEY + "\0"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void refusalDoesNotRevealWhetherAMappingExists() throws Exception {
    try (CachingProxy proxy =
        mapped().secureKey(KEY).set("security.key_position", "header").start()) {
      String mapped = withoutVaryingParts(ask(proxy, "GET /api/a"));

      assertThat(mapped).startsWith("HTTP/1.1 403 ");
      assertThat(withoutVaryingParts(ask(proxy, "GET /none/a"))).isEqualTo(mapped);
      assertThat(withoutVaryingParts(ask(proxy, "GET /admin/status"))).isEqualTo(mapped);
      assertThat(withoutVaryingParts(ask(proxy, "GET /api/a", "X-Proxy-Key: wrong")))
          .isEqualTo(mapped);
    }
  }

  /** Removes the request id and the date, which differ between equal answers. */
  private static String withoutVaryingParts(String answer) {
    return answer.replaceAll("\"request_id\":\"[^\"]*\"", "").replaceAll("Date: [^\r]*\r\n", "");
  }

  @Test
  void aRedirectCanBeFollowedWithTheKeyInThePath() throws Exception {
    HttpClient following =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
    try (CachingProxy proxy = keyed()) {
      for (String cache : List.of("MISS", "HIT")) {
        HttpResponse<String> answer =
            following.send(
                Client.request(proxy.baseUrl("api") + "/old").build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.uri().toString()).isEqualTo(proxy.baseUrl("api") + "/new?a=1");
        assertThat(Client.field(answer, "X-Cache")).isEqualTo(cache);
      }
      assertThat(seen).hasSize(2).noneMatch(head -> head.contains(KEY));
    }
  }

  @Test
  void wrongKeysLockOutOnlyTheirAddressAndNeverTheRightKey() throws Exception {
    try (CachingProxy proxy = keyed()) {
      List<String> statuses = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String target = (i % 2 == 0 ? "/wrong/admin/status" : "/wrong/api/a");
        String answer = askFrom("127.0.0.2", proxy, target);
        statuses.add(answer.substring(9, 12));
        assertThat(answer.contains("Retry-After: ")).isEqualTo(i >= 5);
      }
      assertThat(statuses).startsWith("403", "403", "403", "403", "403", "429").endsWith("429");
      assertThat(askFrom("127.0.0.3", proxy, "/wrong/api/a")).startsWith("HTTP/1.1 403 ");
      // A wrong key from another program cannot lock out a client that has the right one.
      assertThat(askFrom("127.0.0.2", proxy, "/" + KEY + "/api/a")).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "HEAD, 200", "OPTIONS, 204", "POST, 405", "DELETE, 405"})
  void adminResourcesRequireTheAdminKeyForEveryMethod(String method, String status)
      throws Exception {
    String adminKey = "An-admin-key_of~ours";
    try (CachingProxy proxy = mapped().secureKey(KEY).set("admin.secure_key", adminKey).start()) {
      assertThat(ask(proxy, method + " /admin/status")).startsWith("HTTP/1.1 403 ");
      assertThat(ask(proxy, method + " /" + KEY + "/admin/status")).startsWith("HTTP/1.1 403 ");
      assertThat(ask(proxy, method + " /" + adminKey + "/admin/status"))
          .startsWith("HTTP/1.1 " + status + ' ')
          .doesNotContain("Access-Control-Allow-Origin");
      assertThat(ask(proxy, "GET /admin/health")).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS, Access-Control-Request-Method: GET",
    "GET, Upgrade: websocket",
    "POST, Content-Length: 0",
    "GET, Sec-Fetch-Site: cross-site",
  })
  void pagesOfOtherSitesAreRefusedAtAMappingWithCredentials(String method, String field)
      throws Exception {
    try (CachingProxy proxy = mapped().headers("api", injected()).start()) {
      String origin = field.startsWith("Sec") ? "X-Y: z" : "Origin: https://evil.test";

      assertThat(ask(proxy, method + " /api/a", origin, field))
          .startsWith("HTTP/1.1 403 ")
          .contains("X-API-Buddy-Error: origin_not_allowed")
          .doesNotContain("Access-Control-Allow");
      assertThat(seen).isEmpty();
    }
  }

  private static Map<String, String> injected() {
    return Map.of("Authorization", CREDENTIAL);
  }

  @Test
  void configuredCredentialReplacesTheClients() throws Exception {
    try (CachingProxy proxy = mapped().headers("api", injected()).start()) {
      ask(proxy, "GET /api/a", "Connection: Authorization", "Authorization: Bearer mine");
      ask(proxy, "POST /api/a", "authorization: Basic bWluZQ==", "Content-Length: 0");

      assertThat(seen)
          .hasSize(2)
          .allMatch(head -> head.contains("Authorization: " + CREDENTIAL + "\r\n"))
          .noneMatch(head -> head.contains("mine") || head.contains("Basic"));
    }
  }

  @Test
  void redirectToAnotherHostIsRelayedRatherThanFollowedWithTheCredential() throws Exception {
    List<String> elsewhereSaw = new CopyOnWriteArrayList<>();
    try (RawUpstream elsewhere = new RawUpstream(peer -> elsewhereSaw.add(peer.readHead()));
        RawUpstream moved =
            new RawUpstream(
                RawUpstream.answering(
                    "HTTP/1.1 302 Found\r\nLocation: "
                        + elsewhere.origin()
                        + "/x\r\nContent-Length: 0\r\n\r\n"));
        CachingProxy proxy =
            CachingProxy.builder()
                .map("api", moved.origin().toString())
                .headers("api", injected())
                .start()) {
      String answer = ask(proxy, "GET /api/a");

      assertThat(answer)
          .startsWith("HTTP/1.1 302 ")
          .contains("Location: " + elsewhere.origin() + "/x\r\n")
          .doesNotContain(CREDENTIAL);
      assertThat(elsewhere.connections()).isZero();
      assertThat(elsewhereSaw).isEmpty();
    }
  }

  @Test
  void twoProxiesShareNeitherKeysNorLockouts() throws Exception {
    try (CachingProxy one = mapped().requireKey().start();
        CachingProxy two = mapped().requireKey().start()) {
      String ofOne = "/" + Objects.requireNonNull(one.secureKey()) + "/api/a";
      String ofTwo = "/" + Objects.requireNonNull(two.secureKey()) + "/api/a";
      for (int i = 0; i < 6; i++) {
        ask(two, "GET " + ofOne);
      }

      assertThat(ask(two, "GET " + ofOne)).startsWith("HTTP/1.1 429 ");
      assertThat(ask(two, "GET " + ofTwo)).startsWith("HTTP/1.1 200 ");
      assertThat(ask(one, "GET " + ofTwo)).startsWith("HTTP/1.1 403 ");
      assertThat(ask(one, "GET " + ofOne)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void keyNamesAndLockoutTimeAreConfigurable() throws Exception {
    try (CachingProxy proxy =
        mapped()
            .secureKey(KEY)
            .set("security.key_position", "query_param, header")
            .set("security.key_param_name", "k")
            .set("security.key_header_name", "X-K")
            .set("security.failed_auth_lockout_minutes", 0.1)
            .start()) {
      assertThat(proxy.baseUrl("api")).endsWith("/api").doesNotContain(KEY);
      assertThat(ask(proxy, "GET /api/a?k=" + KEY)).startsWith("HTTP/1.1 200 ");
      assertThat(ask(proxy, "GET /api/a", "X-K: " + KEY)).startsWith("HTTP/1.1 200 ");
      assertThat(ask(proxy, "GET /" + KEY + "/api/a")).startsWith("HTTP/1.1 403 ");
      for (int i = 0; i < 5; i++) {
        assertThat(ask(proxy, "GET /api/a", "X-K: wrong")).startsWith("HTTP/1.1 403 ");
      }
      assertThat(ask(proxy, "GET /api/a", "X-K: wrong")).containsPattern("Retry-After: [1-6]\r\n");
    }
  }

  @Test
  void allowedOriginsAdminRateLimitAndSecurityNoticesAreConfigurable() throws Exception {
    List<Notice> notices = new CopyOnWriteArrayList<>();
    try (CachingProxy proxy =
        mapped()
            .headers("api", injected())
            .set("security.allowed_origins", "https://app.test")
            .set("security.admin_rate_limit_per_minute", 1)
            .set("security.log_security_events", false)
            .listener(Notice.class, notices::add)
            .start()) {
      assertThat(ask(proxy, "GET /api/a", "Origin: https://app.test")).startsWith("HTTP/1.1 200 ");
      assertThat(ask(proxy, "GET /api/a", "Origin: http://127.0.0.1:3000"))
          .startsWith("HTTP/1.1 403 ");
      assertThat(ask(proxy, "DELETE /admin/cache")).startsWith("HTTP/1.1 200 ");
      assertThat(ask(proxy, "DELETE /admin/cache")).startsWith("HTTP/1.1 429 ");
      proxy.updateConfig("admin.enabled", false);
      assertThat(ask(proxy, "GET /admin/health")).contains("X-API-Buddy-Error: admin_disabled");
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void configurationChangeKeepsGeneratedKeyAndLockouts() throws Exception {
    try (CachingProxy proxy = mapped().requireKey().start()) {
      String made = Objects.requireNonNull(proxy.secureKey());
      for (int i = 0; i < 5; i++) {
        ask(proxy, "GET /wrong/api/a");
      }
      proxy.updateConfig("cache.default_ttl", "1h");

      assertThat(proxy.secureKey()).isEqualTo(made);
      assertThat(ask(proxy, "GET /" + made + "/api/a")).startsWith("HTTP/1.1 200 ");
      assertThat(ask(proxy, "GET /wrong/api/a")).startsWith("HTTP/1.1 429 ");
    }
  }

  @Test
  void changedKeyTakesEffectFromTheNextRequestAndIsNotShown() throws Exception {
    try (CachingProxy proxy = keyed()) {
      String changed = "Another-key-of-ours";
      proxy.updateConfig("security.secure_key", changed);
      proxy.updateConfig("domain_mappings.api.headers", injected());

      assertThat(ask(proxy, "GET /" + KEY + "/api/a")).startsWith("HTTP/1.1 403 ");
      assertThat(ask(proxy, "GET /" + changed + "/api/a")).startsWith("HTTP/1.1 200 ");
      assertThat(seen).singleElement().asString().contains(CREDENTIAL);
      assertThat(proxy.configuration()).doesNotContain(KEY, changed, CREDENTIAL);
      assertThatThrownBy(() -> proxy.updateConfig("domain_mappings.api.upstream_ca_file", "a.pem"))
          .hasMessageContaining("domain_mappings.api.upstream_ca_file: cannot read a.pem: ");
    }
  }

  @Test
  void withoutARequiredKeyTheKeyFieldIsPassedUpstream() throws Exception {
    try (CachingProxy proxy = mapped().start()) {
      assertThat(proxy.secureKey()).isNull();
      assertThat(ask(proxy, "GET /api/a", "X-Proxy-Key: mine")).startsWith("HTTP/1.1 200 ");
      assertThat(seen.get(0)).contains("X-Proxy-Key: mine");
    }
  }
}
