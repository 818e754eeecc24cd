package io.apibuddy.domain;

import static io.apibuddy.domain.AccessSettings.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.CoreFixture.Answer;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exchanges with an access key: admission, lockouts, admin resources and CORS. */
class AccessTest {
  private static final String ADMIN_KEY = "the-admin-key-of-tests";

  private final ManualTicker ticker = new ManualTicker();
  private final List<String> reported = new CopyOnWriteArrayList<>();
  private final FakeUpstream upstream =
      new FakeUpstream(
          UpstreamAnswer.of(200, CoreFixture.BODY, "Location", "http://up.test/v1/next"));

  private CoreFixture proxy(AccessSettings settings) {
    ExchangeListener recorder =
        new ExchangeListener() {
          @Override
          public void onNotice(Notice event) {
            reported.add(event.toString());
          }

          @Override
          public void onExchangeCompleted(ExchangeCompleted event) {
            reported.add(event.toString());
          }
        };
    return new CoreFixture(
        upstream,
        UnaryOperator.identity(),
        ports ->
            ports
                .configuration(settings.configuration())
                .ticker(ticker)
                .idGenerator(() -> "id")
                .listener(recorder));
  }

  private static InetAddress address(int last) throws Exception {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }

  private static Answer from(CoreFixture proxy, InetAddress client, String target)
      throws Exception {
    return proxy.ask(FakeRequest.get(target).withClientAddress(client));
  }

  @Test
  void keyInPathQueryOrFieldSharesOneEntryAndIsNotSentUpstream() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      assertThat(proxy.get("/" + KEY + "/api/x?a=1").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x?a=1&proxy_key=" + KEY).field("X-Cache")).isEqualTo("HIT");
      assertThat(proxy.get("/api/x?a=1", "X-Proxy-Key", KEY).field("X-Cache")).isEqualTo("HIT");

      UpstreamRequest sent = upstream.received().get(0).request();
      assertThat(sent.target()).isEqualTo("/v1/x?a=1");
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void refusalWithoutTheKeyIsTheSameForEveryTarget() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().in(KeyPosition.HEADER))) {
      Answer mapped = proxy.get("/api/x");

      assertThat(mapped.status()).isEqualTo(403);
      assertThat(mapped.field("X-API-Buddy-Error")).isEqualTo("access_denied");
      assertThat(mapped.field("Cache-Control")).isEqualTo("no-store");
      for (String target : List.of("/none/x", "/", "/api/%zz", "/admin/status", "/api/../x")) {
        Answer other = proxy.get(target, "X-Proxy-Key", "wrong" + target.length());
        assertThat(other.body()).isEqualTo(mapped.body());
        assertThat(other.head()).isEqualTo(mapped.head());
      }
      assertThat(upstream.calls()).isZero();
    }
  }

  @Test
  void refusalNamesTheAdminKeyWhereNoOtherIsRequired() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().adminKey(ADMIN_KEY))) {
      Answer refused = proxy.get("/admin/status");

      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.field("X-API-Buddy-Error")).isEqualTo("access_denied");
      assertThat(refused.body())
          .contains("admin.secure_key", "Authorization: Bearer")
          .doesNotContain("its access key", "At startup", ADMIN_KEY);
      assertThat(proxy.get("/api/x").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/x", "/none/x", "/admin/status", "/favicon.ico"})
  void anyPathWithoutTheKeyIsRefusedWithTheSameError(String target) throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      assertThat(proxy.get(target).field("X-API-Buddy-Error")).isEqualTo("access_denied");
    }
  }

  @Test
  void withTheKeyErrorsSayWhatIsWrong() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      Answer unknown = proxy.get("/" + KEY + "/none/x");

      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.body()).contains("/api, /other").doesNotContain(KEY);
      assertThat(proxy.get("/none/x", "X-Proxy-Key", KEY).status()).isEqualTo(404);
      assertThat(proxy.get("/" + KEY + "/api/%zz").status()).isEqualTo(400);
      assertThat(
              proxy.ask(FakeRequest.get("/" + KEY + "/api/x").withAuthority("evil.test")).status())
          .isEqualTo(421);
    }
  }

  @Test
  void absoluteTargetWithTheKeyMustNameThePortOfTheProxy() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      FakeRequest absolute =
          FakeRequest.get("http://localhost:8080/api/x", "X-Proxy-Key", KEY).withLocalPort(8080);

      assertThat(proxy.ask(absolute).status()).isEqualTo(200);
      assertThat(proxy.ask(absolute.withLocalPort(8081)).status()).isEqualTo(400);
    }
  }

  @Test
  void rightKeyInAFieldDoesNotExcuseAWrongKeyInThePath() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      for (String path : List.of("/wrong/api/x", "/wrong/admin/status")) {
        assertThat(proxy.get(path, "X-Proxy-Key", KEY).status()).isEqualTo(403);
      }
      assertThat(proxy.get("/api/other/x", "X-Proxy-Key", KEY).status()).isEqualTo(200);
    }
  }

  @Test
  void redirectKeepsTheKeyInThePathIfTheClientSentItThere() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      String keyed = "http://localhost:8080/" + KEY + "/api/next";
      for (String cache : List.of("MISS", "HIT")) {
        Answer answer = proxy.get("/" + KEY + "/api/x");
        assertThat(answer.field("X-Cache")).isEqualTo(cache);
        assertThat(answer.field("Location")).isEqualTo(keyed);
      }
      assertThat(proxy.get("/api/x", "X-Proxy-Key", KEY).field("Location"))
          .isEqualTo("http://localhost:8080/api/next");
    }
  }

  @Test
  void eventsNeverContainTheKeyAndRefusalsAreReportedWithTheAddress() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      proxy.get("/" + KEY + "/api/x?q=1", "Referer", "http://localhost:8080/" + KEY + "/api/");
      proxy.get("/" + KEY + "/none/y");
      proxy.get("/nearly" + KEY + "/api/x");
      proxy.awaitIdle();

      assertThat(reported).noneMatch(event -> event.contains(KEY));
      assertThat(reported)
          .anyMatch(event -> event.contains("path=/x?q=1"))
          .anyMatch(event -> event.contains("path=/none/y"))
          .anyMatch(event -> event.contains("path=-, status=403"))
          .contains(
              "Notice[level=WARNING, source=SECURITY, code=access-denied, message=refused a"
                  + " request without the right key, from 127.0.0.1]");
      assertThat(upstream.received().get(0).request().headers().contains("Referer")).isFalse();
    }
  }

  @Test
  void eventsNeverContainAKeyThatIsNoLongerConfigured() throws Exception {
    String kept = "kQ7vJ2mXw9ZbT4rLp0YcN8sHdF3gAeU6iOy1BqWx_-E";
    for (AccessSettings settings :
        List.of(new AccessSettings(), new AccessSettings().adminKey(KEY))) {
      try (CoreFixture proxy = proxy(settings)) {
        assertThat(proxy.get("/" + kept + "/api/x").status()).isEqualTo(404);
        assertThat(proxy.ask(FakeRequest.of("TRACE", "/" + kept + "/api/x")).status())
            .isEqualTo(405);
        proxy.get("/favicon.ico");
        proxy.awaitIdle();

        assertThat(reported)
            .noneMatch(event -> event.contains(kept))
            .anyMatch(event -> event.contains("path=-, status=404"))
            .anyMatch(event -> event.contains("path=/favicon.ico, status=404"));
      }
    }
  }

  @Test
  void refusalsAreNotReportedIfReportingIsOff() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().silent())) {
      proxy.get("/api/x");
      proxy.awaitIdle();

      assertThat(reported).noneMatch(event -> event.startsWith("Notice"));
    }
  }

  @Test
  void keyIsCheckedBeforeAnyOtherRejectionAndAWrongOneCounts() throws Exception {
    Rejection tooLarge = new Rejection(413, "It is too large.");
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      for (int i = 0; i < 5; i++) {
        FakeRequest guess = FakeRequest.of("POST", "/wrong" + i + "/api/x");
        try (ProxyResponse response =
            proxy.core.rejected(tooLarge, guess.withClientAddress(address(1)))) {
          assertThat(content(response)).contains("access_denied").doesNotContain("too_large");
        }
      }
      FakeRequest right = FakeRequest.of("POST", "/" + KEY + "/api/x");
      try (ProxyResponse response = proxy.core.rejected(tooLarge, right)) {
        assertThat(content(response))
            .contains("request_too_large", "\"alias\":\"api\"")
            .doesNotContain(KEY);
      }
      proxy.awaitIdle();
      assertThat(reported).filteredOn(event -> event.contains("code=access-denied")).hasSize(5);
      assertThat(from(proxy, address(1), "/" + KEY + "/api/x").status()).isEqualTo(429);
    }
  }

  private static String content(ProxyResponse response) throws IOException {
    return new String(Entries.read(response.body()), StandardCharsets.US_ASCII);
  }

  @Test
  void fiveWrongKeysLockAnAddressOutForFiveMinutes() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      InetAddress attacker = address(1);
      for (int i = 0; i < 5; i++) {
        assertThat(from(proxy, attacker, "/wrong" + i + "/api/x").status()).isEqualTo(403);
      }
      ticker.advance(Duration.ofMillis(1500));

      Answer locked = from(proxy, attacker, "/wrong/api/x");
      assertThat(locked.status()).isEqualTo(429);
      assertThat(locked.field("X-API-Buddy-Error")).isEqualTo("locked_out");
      assertThat(locked.field("Retry-After")).isEqualTo("299");
      assertThat(from(proxy, attacker, "/" + KEY + "/api/x").status()).isEqualTo(429);
      assertThat(from(proxy, attacker, "/admin/health").status()).isEqualTo(200);
      assertThat(from(proxy, address(2), "/" + KEY + "/api/x").status()).isEqualTo(200);

      ticker.advance(Duration.ofSeconds(299));
      assertThat(from(proxy, attacker, "/" + KEY + "/api/x").status()).isEqualTo(200);
    }
  }

  @Test
  void faviconRequestsOfABrowserDoNotLockOut() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      for (int i = 0; i < 10; i++) {
        FakeRequest icon = FakeRequest.get("/favicon.ico", "Sec-Fetch-Site", "cross-site");
        assertThat(proxy.ask(icon.withClientAddress(address(1))).status()).isEqualTo(403);
      }
      assertThat(from(proxy, address(1), "/" + KEY + "/api/x").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x?cb=http%3A%2F%2Flocalhost%2F" + KEY + "%2Fapi", "/" + KEY + "/x"})
  void targetThatRepeatsTheKeyIsRefusedAndNotSentUpstream(String rest) throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      Answer answer = proxy.get("/" + KEY + "/api" + rest);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("key_misplaced");
      proxy.awaitIdle();
    }
    assertThat(upstream.received()).isEmpty();
    assertThat(reported).isNotEmpty().noneMatch(each -> each.contains(KEY));
  }

  @Test
  void lockedOutClientLearnsNothingFromRepeatingAKey() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().adminKey(ADMIN_KEY))) {
      for (int i = 0; i < 5; i++) {
        from(proxy, address(1), "/wrong" + i + "/api/x");
      }
      assertThat(from(proxy, address(1), "/" + KEY + "/api/x?q=" + KEY).status()).isEqualTo(429);
      assertThat(from(proxy, address(1), "/wrong/api/x?q=wrong").status()).isEqualTo(429);
      assertThat(from(proxy, address(1), "/admin/health?q=" + KEY).status()).isEqualTo(200);
      assertThat(proxy.get("/" + ADMIN_KEY + "/admin/x?back=/" + KEY + "/api").status())
          .isEqualTo(404);
    }
  }

  @Test
  void rightKeyResetsTheCountOfWrongKeys() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      for (int i = 0; i < 20; i++) {
        String target = i % 5 == 4 ? "/" + KEY + "/api/x" : "/wrong/api/x";
        assertThat(from(proxy, address(1), target).status()).isIn(200, 403);
      }
    }
  }

  @Test
  void rightKeyFromLoopbackIsAcceptedDuringALockout() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      for (int i = 0; i < 6; i++) {
        proxy.get("/wrong/api/x");
      }

      assertThat(proxy.get("/" + KEY + "/api/x").status()).isEqualTo(200);
      assertThat(proxy.get("/wrong/api/x").status()).isEqualTo(429);
    }
  }

  @Test
  void forwardedFieldsDoNotChangeWhichAddressIsCounted() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String origin = "198.51.100." + i;
        FakeRequest forged =
            FakeRequest.get("/wrong/api/x", "X-Forwarded-For", origin, "Forwarded", origin);
        statuses.add(proxy.ask(forged.withClientAddress(address(1))).status());
      }
      assertThat(statuses).endsWith(403, 429);
    }
  }

  @Test
  void accessKeyDoesNotResetTheCountOfWrongAdminKeys() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().adminKey(ADMIN_KEY))) {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Answer guess = from(proxy, address(1), "/wrong" + i + "/admin/status");
        answers.add(guess.field("X-API-Buddy-Error"));
        assertThat(from(proxy, address(1), "/" + KEY + "/api/x").status()).isEqualTo(200);
      }
      assertThat(answers.subList(0, 5)).containsOnly("access_denied");
      assertThat(answers.subList(5, 12)).containsOnly("locked_out");
    }
  }

  @Test
  void misplacedKeyIsNeitherEchoedNorReported() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().in(KeyPosition.HEADER))) {
      assertThat(proxy.get("/" + KEY + "/api/x", "X-Proxy-Key", KEY).status()).isEqualTo(400);
      assertThat(proxy.get("/api/x", "X-Proxy-Key", KEY, "X-Request-Id", KEY).field("X-Request-Id"))
          .isNotEqualTo(KEY);
      assertThat(proxy.get("/api/x", "X-Request-Id", KEY).status()).isEqualTo(403);
    }
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      assertThat(proxy.get("/mistyped/api/x", "X-Proxy-Key", KEY).status()).isEqualTo(403);
    }
    assertThat(reported).isNotEmpty().noneMatch(each -> each.contains(KEY));
    assertThat(reported).noneMatch(each -> each.contains("mistyped"));
  }

  @Test
  void ofConcurrentWrongKeysNoMoreThanFiveAreAnsweredAsWrong() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      List<Callable<Integer>> tries = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String target = "/wrong" + i + "/api/x";
        tries.add(() -> from(proxy, address(1), target).status());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : threads.invokeAll(tries)) {
        statuses.add(answer.get());
      }
      assertThat(statuses)
          .containsOnly(403, 429)
          .filteredOn(Integer.valueOf(403)::equals)
          .hasSize(5);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void wrongKeysInImmediateHandlingAreNotCounted() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      for (int i = 0; i < 20; i++) {
        FakeRequest wrong = FakeRequest.get("/wrong/api/x").withClientAddress(address(1));
        assertThat(proxy.core.handleImmediately(wrong)).isEmpty();
        assertThat(wrong.attachment()).isNull();
      }
      assertThat(from(proxy, address(1), "/wrong/api/x").status()).isEqualTo(403);

      assertThat(from(proxy, address(2), "/" + KEY + "/api/x").status()).isEqualTo(200);
      FakeRequest right = FakeRequest.get("/" + KEY + "/api/x").withClientAddress(address(2));
      assertThat(proxy.core.handleImmediately(right))
          .isPresent()
          .get()
          .satisfies(hit -> hit.close());
    }
  }

  @Test
  void requestHeadAdmittedBeforeDoesNotAdmitALockedOutClient() throws Exception {
    FakeRequest right = FakeRequest.get("/" + KEY + "/api/x", "Host", "localhost:8080");
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      proxy.ask(right.withClientAddress(address(2)));
      for (int i = 0; i < 5; i++) {
        from(proxy, address(1), "/wrong" + i + "/api/x");
      }

      assertThat(proxy.core.handleImmediately(right.withClientAddress(address(1)))).isEmpty();
      assertThat(proxy.ask(right.withClientAddress(address(1))).status()).isEqualTo(429);
      assertThat(proxy.ask(right.withClientAddress(address(2))).field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void admissionOfARequestHeadIsForgottenWhenTheKeyChanges() throws Exception {
    FakeRequest right = FakeRequest.get("/" + KEY + "/api/x", "Host", "localhost:8080");
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      proxy.ask(right.withClientAddress(address(1)));
      assertThat(right.head().attachment(Object.class)).isNotNull();

      proxy.core.reconfigure(
          new AccessSettings().keyed("another-key-of-these-tests").configuration());
      assertThat(proxy.ask(right.withClientAddress(address(1))).status()).isEqualTo(403);
      assertThat(right.head().attachment(Object.class)).isNull();
    }
  }

  @Test
  void adminResourcesAcceptOnlyTheAdminKeyIfThereIsOne() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().adminKey(ADMIN_KEY))) {
      assertThat(proxy.get("/" + KEY + "/admin/status").status()).isEqualTo(403);
      assertThat(proxy.get("/" + ADMIN_KEY + "/api/x").status()).isEqualTo(403);
      assertThat(proxy.get("/" + ADMIN_KEY + "/admin/status").field("X-API-Buddy-Error"))
          .isEqualTo("unknown_admin_resource");
      assertThat(proxy.get("/admin/status", "X-Proxy-Key", ADMIN_KEY).status()).isEqualTo(404);
      assertThat(proxy.get("/admin/health").body()).isEqualTo("{\"status\":\"ok\"}\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "POST", "DELETE"})
  void everyMethodOfAnAdminResourceRequiresTheKey(String method) throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      Answer answer = proxy.ask(FakeRequest.of(method, "/admin/status"));

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.head().headers().contains("Access-Control-Allow-Origin")).isFalse();
    }
  }

  @Test
  void atMostTenAdminRequestsPerMinuteMayChangeSomethingOrFail() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings())) {
      for (int i = 0; i < 10; i++) {
        assertThat(proxy.ask(FakeRequest.of("DELETE", "/admin/cache")).status()).isEqualTo(404);
      }
      Answer refused = proxy.ask(FakeRequest.of("DELETE", "/admin/cache"));
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.field("Retry-After")).isEqualTo("60");
      assertThat(refused.field("X-API-Buddy-Error")).isEqualTo("admin_rate_exceeded");
      assertThat(proxy.get("/admin/status").status()).isEqualTo(429);
      assertThat(proxy.get("/admin/health").status()).isEqualTo(200);

      ticker.advance(Duration.ofSeconds(60));
      assertThat(proxy.ask(FakeRequest.of("DELETE", "/admin/cache")).status()).isEqualTo(404);
    }
  }

  @Test
  void requestsWithoutTheKeyDoNotUseUpTheAdminRateOfTheOwner() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().in(KeyPosition.HEADER))) {
      for (int i = 0; i < 10; i++) {
        assertThat(proxy.get("/admin/status").status()).isEqualTo(403);
      }
      assertThat(proxy.get("/admin/status").status()).isEqualTo(429);

      FakeRequest owners =
          FakeRequest.of("DELETE", "/admin/cache", "Authorization", "Bearer " + KEY);
      assertThat(proxy.ask(owners).status()).isEqualTo(404);
    }
  }

  @Test
  void crossSiteAdminRequestsWithoutTheKeyAreNotCounted() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed().in(KeyPosition.HEADER))) {
      for (int i = 0; i < 20; i++) {
        FakeRequest image = FakeRequest.get("/admin/status", "Sec-Fetch-Site", "cross-site");
        assertThat(proxy.ask(image).status()).isEqualTo(403);
      }

      assertThat(proxy.get("/admin/status").status()).isEqualTo(403);
    }
  }

  @Test
  void adminRequestsWithWrongOrMissingKeysAreLimited() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        statuses.add(from(proxy, address(1), "/wrong/admin/status").status());
      }
      assertThat(statuses).startsWith(403, 403, 403, 403, 403, 429).endsWith(429);
      // A missing key does not count towards a lockout, but as a failed request.
      InetAddress other = address(2);
      List<Integer> missing = new ArrayList<>();
      try (CoreFixture byField = proxy(new AccessSettings().keyed().in(KeyPosition.HEADER))) {
        for (int i = 0; i < 11; i++) {
          missing.add(from(byField, other, "/admin/status").status());
        }
      }
      assertThat(missing).endsWith(403, 429).filteredOn(Integer.valueOf(403)::equals).hasSize(10);
    }
  }

  @Test
  void adminResourcesCanBeSwitchedOff() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().withoutAdmin())) {
      assertThat(proxy.get("/admin/health").field("X-API-Buddy-Error")).isEqualTo("admin_disabled");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.test, 403",
    "Origin, null, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Origin, http://localhost:3000, 404",
    "Origin, http://localhost:8080, 404",
    "Sec-Fetch-Site, same-origin, 404",
  })
  void otherSitesCannotUseAdminResources(String name, String value, int status) throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings())) {
      Answer answer = proxy.get("/admin/status", name, value);

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.head().headers().contains("Access-Control-Allow-Origin")).isFalse();
    }
  }

  /** Without permission to read the answer, the browser tells the page only "Failed to fetch". */
  @ParameterizedTest
  @CsvSource({
    "/api/x, http://localhost:3000, 504, http://localhost:3000",
    "/api/x, https://evil.test, 504, ''",
    "/api/x, null, 504, ''",
    "/none/x, http://localhost:3000, 404, ''",
  })
  void pageFromLoopbackMayReadProblemDocuments(
      String target, String origin, int status, String allowed) throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings())) {
      Answer answer = proxy.get(target, "Origin", origin, "Cache-Control", "only-if-cached");

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("Access-Control-Allow-Origin")).isEqualTo(allowed);
      assertThat(answer.field("Vary")).isEqualTo(allowed.isEmpty() ? "" : "Origin");
    }
  }

  @Test
  void requestWithTwoOriginFieldsMayNotReadTheAnswer() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings())) {
      String page = "http://localhost";
      Answer answer =
          proxy.get("/api/x", "Origin", page, "Origin", page, "Cache-Control", "only-if-cached");

      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.field("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
