package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ScriptedBody;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to upstreams and relayed from them, and the format of errors. */
class ForwardingTest {

  private static FakeUpstream ok(String... fields) {
    return new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, fields));
  }

  private static Body scripted(long length, UpstreamAnswer script) {
    return new ScriptedBody(length, script.steps(), Headers.EMPTY);
  }

  private static UpstreamRequest only(CoreFixture proxy) {
    assertThat(proxy.upstream.calls()).isEqualTo(1);
    return proxy.upstream.received().get(0).request();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "x-Any"})
  void anyMethodIsForwardedWithItsTarget(String method) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      assertThat(proxy.ask(FakeRequest.of(method, "/api/a%2Fb/?q=1&q")).status()).isEqualTo(200);

      assertThat(only(proxy).method()).isEqualTo(method);
      assertThat(only(proxy).target()).isEqualTo("/v1/a%2Fb/?q=1&q");
      assertThat(only(proxy).origin()).hasToString("http://up.test");
      assertThat(only(proxy).alias()).isEqualTo("api");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, NTLM TlRMTVNTUAAB, true",
    "PUT, negotiate YIIJ, true",
    "POST, NTLM, true",
    "GET, Basic YTpi, false",
    "POST, Bearer NTLM, false",
    "GET, NTLM2 x, false"
  })
  void rfc4559Section6ConnectionAuthenticationGetsItsOwnConnection(
      String method, String credential, boolean alone) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      proxy.ask(
          FakeRequest.of(
              method, "/api/x", "Authorization", "Basic x", "Authorization", credential));

      assertThat(only(proxy).newConnection()).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, 70000", "PUT, 70000", "POST, 3", "DELETE, 3"})
  void bodiesPassUnchangedBothWays(String method, int size) throws Exception {
    byte[] content = Entries.content(size, size);
    FakeUpstream echo =
        new FakeUpstream(
            received -> UpstreamAnswer.streamed(200).send(received.content().toByteArray()));
    try (CoreFixture proxy = new CoreFixture(echo);
        ProxyResponse response =
            proxy.respond(
                FakeRequest.of(method, "/api/x")
                    .withBody(Body.Stream.of(new ByteArrayInputStream(content), -1)))) {
      assertThat(Entries.read(response.body())).isEqualTo(content);
    }
  }

  @Test
  void bodyOfAnUncachedMethodIsStreamedWithoutBeingReadFirst() throws Exception {
    Gate sent = new Gate();
    try (CoreFixture proxy = new CoreFixture(ok())) {
      Background<CoreFixture.Answer> asking =
          proxy.asking(
              FakeRequest.of("PUT", "/api/x")
                  .withBody(scripted(-1, UpstreamAnswer.streamed(200).hold(sent))));
      sent.awaitArrival();
      sent.open();
      assertThat(asking.get().status()).isEqualTo(200);
      assertThat(only(proxy).body().length()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT"})
  void anAnswerThatCameAtOnceIsPassedOnWithItsLengthAndHoldsNoConnection(String method)
      throws Exception {
    FakeUpstream chunked =
        new FakeUpstream(UpstreamAnswer.streamed(200).send(CoreFixture.BODY).atOnce());
    try (CoreFixture proxy = new CoreFixture(chunked);
        ProxyResponse response = proxy.respond(FakeRequest.of(method, "/api/x"))) {
      assertThat(proxy.upstream.openResponses()).isZero();
      assertThat(response.head().headers().all("Content-Length"))
          .containsExactly(Integer.toString(CoreFixture.BODY.length()));
      assertThat(Entries.read(response.body())).asString().isEqualTo(CoreFixture.BODY);
    }
  }

  @Test
  void anAnswerThatCameAtOnceIsStoredLikeAnyOther() throws Exception {
    FakeUpstream chunked =
        new FakeUpstream(
            UpstreamAnswer.streamed(200, "Cache-Control", "max-age=60")
                .send(CoreFixture.BODY)
                .atOnce());
    try (CoreFixture proxy = new CoreFixture(chunked)) {
      proxy.ask(FakeRequest.get("/api/x"));
      CoreFixture.Answer again = proxy.ask(FakeRequest.get("/api/x"));

      assertThat(again.body()).isEqualTo(CoreFixture.BODY);
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void streamedAnswerIsPassedOnAsItArrivesWithItsTrailers() throws Exception {
    Gate more = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.streamed(200, "Content-Type", "text/event-stream")
                .send("one")
                .hold(more)
                .send("two")
                .withTrailers("X-Sum", "6"));
    try (CoreFixture proxy = new CoreFixture(upstream);
        ProxyResponse response = proxy.respond(FakeRequest.of("PUT", "/api/x"))) {
      byte[] block = new byte[100];
      assertThat(response.body().stream().read(block)).isEqualTo(3);
      more.open();
      assertThat(response.body().stream().read(block)).isEqualTo(3);
      assertThat(response.body().stream().read(block)).isEqualTo(-1);
      assertThat(((Body.Stream) response.body()).trailers()).isEqualTo(Headers.of("X-Sum", "6"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void connectionFieldsAreDroppedBothWaysAndViaIsAdded(String method) throws Exception {
    FakeUpstream upstream =
        ok(
            "Connection",
            "X-Hop",
            "X-Hop",
            "1",
            "Keep-Alive",
            "timeout=5",
            "Via",
            "1.1 cdn",
            "X-End",
            "2",
            "Set-Cookie",
            "a=1",
            "Cache-Status",
            "cdn; hit");
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      CoreFixture.Answer answer =
          proxy.ask(
              FakeRequest.of(
                  method,
                  "/api/x",
                  "Connection",
                  "X-Mine",
                  "X-Mine",
                  "1",
                  "X-Forwarded-For",
                  "1.2.3.4",
                  "Forwarded",
                  "for=1",
                  "X-End",
                  "3",
                  "Via",
                  "1.0 a",
                  "X-API-Buddy-Variant",
                  "v"));

      Headers sent = only(proxy).headers();
      assertThat(sent.first("X-End")).isEqualTo("3");
      assertThat(sent.first("Via")).startsWith("1.0 a, 1.1 api-buddy-");
      assertThat(sent.first("Accept-Encoding")).isEqualTo("identity");
      for (String gone :
          new String[] {
            "Connection",
            "X-Mine",
            "X-Forwarded-For",
            "Forwarded",
            "Host",
            "Content-Length",
            "X-API-Buddy-Variant"
          }) {
        assertThat(sent.contains(gone)).as(gone).isFalse();
      }
      assertThat(answer.field("X-End")).isEqualTo("2");
      assertThat(answer.field("Set-Cookie")).isEqualTo("a=1");
      assertThat(answer.field("Via")).startsWith("1.1 cdn, 1.1 api-buddy-");
      assertThat(answer.field("Cache-Status")).startsWith("cdn; hit, api-buddy; fwd=");
      assertThat(answer.field("X-Hop") + answer.field("Connection") + answer.field("Keep-Alive"))
          .isEmpty();
    }
  }

  @Test
  void requestThatTheProxyItselfSentIsRefusedAsALoop() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      proxy.get("/api/x");
      String via = Objects.requireNonNull(only(proxy).headers().first("Via"));
      CoreFixture.Answer answer = proxy.get("/api/y", "Via", "1.1 other, " + via);

      assertProblem(answer, 508, "loop_detected", false);
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  private static void assertProblem(
      CoreFixture.Answer answer, int status, String errorCode, boolean mayRetry) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.field("X-API-Buddy-Error")).isEqualTo(errorCode);
    assertThat(answer.field("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.field("Content-Length")).isEqualTo(Integer.toString(answer.body().length()));
    assertThat(answer.field("X-Should-Retry")).isEqualTo(mayRetry ? "" : "false");
    assertThat(answer.field("X-Cache") + answer.field("Cache-Status")).isEmpty();
    assertThat(answer.body())
        .contains("\"type\":", "\"title\":", "\"detail\":", "\"request_id\":")
        .contains("\"status\":" + status, "\"error_code\":\"" + errorCode + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.test", "evil.test:8080", ""})
  void onlyAllowedHostsAreAnswered(String authority) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer answer = proxy.ask(FakeRequest.get("/api/x").withAuthority(authority));

      assertProblem(answer, 421, "host_not_allowed", false);
      assertThat(answer.body()).contains("server.allowed_hosts").doesNotContain("evil");
      assertThat(proxy.upstream.calls()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.test/api/x", "http://user@localhost:8080/api/x", "x://h/"})
  void anAbsoluteTargetForAnotherHostIsRefused(String target) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      String authority = target.substring(target.indexOf("://") + 3).split("/", -1)[0];

      assertProblem(
          proxy.ask(FakeRequest.get(target).withAuthority(authority)),
          400,
          "bad_request_target",
          false);
      assertThat(proxy.upstream.calls()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:3000, 8080, 400",
    "localhost, 8080, 400",
    "localhost:, 8080, 400",
    "localhost:x, 8080, 400",
    "[::1], 8080, 400",
    "localhost:8080, 8080, 200",
    "LOCALHOST:8080, 8080, 200",
    "[::1]:8080, 8080, 200",
    "localhost, 80, 200",
    "localhost:, 80, 200",
    "[::1], 80, 200",
    "localhost:3000, 0, 200",
  })
  void absoluteTargetMustNameThePortOfTheProxy(String authority, int port, int status)
      throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      FakeRequest absolute = FakeRequest.get("http://" + authority + "/api/x");
      CoreFixture.Answer answer = proxy.ask(absolute.withAuthority(authority).withLocalPort(port));

      assertThat(answer.status()).isEqualTo(status);
      assertThat(proxy.upstream.calls()).isEqualTo(status == 200 ? 1 : 0);
      if (status == 400) {
        assertProblem(answer, 400, "bad_request_target", false);
        assertThat(answer.body()).contains("must name this proxy and its port");
      }
      FakeRequest origin = FakeRequest.get("/api/x").withLocalPort(port);
      assertThat(proxy.ask(origin.withAuthority("localhost:3000")).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/x, 200", "/admin/health, 200", "/none, 404"})
  void http10RequestNeedsNoHost(String target, int status) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("Location", "http://up.test/v1/next"))) {
      FakeRequest bare = FakeRequest.get(target).withAuthority("");
      CoreFixture.Answer answer = proxy.ask(bare.withVersion(ProtocolVersion.HTTP_1_0));

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("Location")).isEqualTo(target.equals("/api/x") ? "/api/next" : "");
      assertProblem(proxy.ask(bare), 421, "host_not_allowed", false);
      FakeRequest foreign = FakeRequest.get(target).withAuthority("evil.test");
      assertProblem(
          proxy.ask(foreign.withVersion(ProtocolVersion.HTTP_1_0)), 421, "host_not_allowed", false);
    }
  }

  @Test
  void connectIsToldHowToReachAnApi() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer answer = proxy.ask(FakeRequest.of("CONNECT", "api.example.com:443"));

      assertProblem(answer, 405, "method_not_allowed", false);
      assertThat(answer.body()).contains("This is no forward proxy", "with an alias");
      assertThat(answer.field("Allow")).contains("GET");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void unknownExpectationIsRefused(String method) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      for (String expected : new String[] {"200-ok", "100-continue, magic", "100-continue=1"}) {
        assertProblem(
            proxy.ask(FakeRequest.of(method, "/api/x", "Expect", expected)),
            417,
            "expectation_failed",
            false);
      }
      assertThat(proxy.ask(FakeRequest.of(method, "/api/x", "Expect", "100-Continue,")).status())
          .isEqualTo(200);
      assertThat(only(proxy).headers().contains("Expect")).isFalse();
    }
  }

  @Test
  void handshakeOfAWebSocketIsRefusedWithTheProtocolThatIsAccepted() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      FakeRequest handshake =
          FakeRequest.get(
              "/api/x", "Connection", "keep-alive, upgrade", "Upgrade", "h2c, WebSocket");
      CoreFixture.Answer answer = proxy.ask(handshake);

      assertProblem(answer, 426, "websocket_not_supported", false);
      assertThat(answer.field("Upgrade")).isEqualTo("HTTP/1.1");
      assertThat(answer.body()).contains("\"alias\":\"api\"");
      assertThat(proxy.upstream.calls()).isZero();
      assertThat(proxy.ask(handshake.withVersion(ProtocolVersion.HTTP_1_0)).status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, Upgrade, h2c",
    "GET, 'Upgrade, HTTP2-Settings', h2c",
    "GET, keep-alive, websocket",
    "POST, Upgrade, websocket"
  })
  void otherUpgradeIsIgnored(String method, String connection, String upgrade) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer answer =
          proxy.ask(FakeRequest.of(method, "/api/x", "Connection", connection, "Upgrade", upgrade));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(only(proxy).headers().contains("Upgrade")).isFalse();
    }
  }

  @Test
  void fieldNamedByConnectionIsNeitherForwardedNorPartOfTheKey() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                UpstreamAnswer.of(
                    200, CoreFixture.BODY + received.request().headers().first("Accept")));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.get("/api/x", "Accept", "text/a", "Connection", "close, accept");
      CoreFixture.Answer honest = proxy.get("/api/x", "Accept", "text/a");

      assertThat(honest.body()).endsWith("text/a");
      assertThat(proxy.get("/api/x", "Connection", "x").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "TRACE"})
  void connectAndTraceAreNotAllowed(String method) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer answer =
          proxy.ask(FakeRequest.of(method, "evil.test:443").withAuthority("evil.test:443"));

      assertProblem(answer, 405, "method_not_allowed", false);
      assertThat(answer.field("Allow")).contains("GET");
    }
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS, 5, 4", "OPTIONS, 1, 0", "OPTIONS, x, x", "GET, 5, 5"})
  void section7_6_2MaxForwardsOfOptionsIsDecremented(String method, String before, String behind)
      throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      proxy.ask(FakeRequest.of(method, "/api/x", "Max-Forwards", before));

      assertThat(proxy.upstream.received().get(0).request().headers().first("Max-Forwards"))
          .isEqualTo(behind);
    }
  }

  @Test
  void section7_6_2OptionsWithMaxForwardsZeroIsAnsweredByTheProxy() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer answer =
          proxy.ask(FakeRequest.of("OPTIONS", "/api/x", "Max-Forwards", "0"));

      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.field("Allow")).contains("GET", "OPTIONS");
      assertThat(proxy.upstream.calls()).isZero();
    }
  }

  @Test
  void errorForAnUnknownAliasListsTheKnownOnesAndOmitsTheTarget() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer answer = proxy.get("/secret-path/x?secret-query");

      assertProblem(answer, 404, "unknown_alias", false);
      assertThat(answer.body()).contains("/api, /other").doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/../x, bad_request_target",
    "/api/%2e%2e/x, bad_request_target",
    "http://evil.test/api, bad_request_target",
    "/api/a\\b, bad_request_target",
    "*, bad_request_target",
  })
  void ambiguousTargetIsRefused(String target, String errorCode) throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      assertProblem(proxy.get(target), 400, errorCode, false);
      assertThat(proxy.upstream.calls()).isZero();
    }
  }

  @Test
  void unknownValueOfXApiBuddyCacheIsRefused() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer answer = proxy.get("/api/x", "X-API-Buddy-Cache", "maybe");

      assertProblem(answer, 400, "bad_request", false);
      assertThat(answer.body())
          .contains("X-API-Buddy-Cache takes refresh, bypass or only.", "\"alias\":\"api\"");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 304, 400, 401, 404, 418, 429, 500, 503})
  void upstreamAnswersAreRelayedWhateverTheirStatus(int status) throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            status == 304
                ? UpstreamAnswer.of(304, "", "ETag", "\"a\"")
                : UpstreamAnswer.of(status, CoreFixture.BODY, "Retry-After", "7"));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      CoreFixture.Answer answer = proxy.get("/api/x");

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).isEqualTo(status == 304 ? "" : CoreFixture.BODY);
      assertThat(answer.field("X-API-Buddy-Error")).isEmpty();
      assertThat(answer.field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void errorIsNotStoredByDefault() throws Exception {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(404, CoreFixture.BODY));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      assertThat(proxy.get("/api/x").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=404; detail=status-not-cacheable");
      proxy.get("/api/x");

      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, UNKNOWN_HOST, 502, upstream_unknown_host",
    "GET, CONNECT_FAILED, 502, upstream_unreachable",
    "PUT, CONNECTION_CLOSED, 502, upstream_closed",
    "POST, RESPONSE_TIMEOUT, 504, upstream_timeout",
    "PUT, CONNECT_TIMEOUT, 504, upstream_connect_timeout",
    "GET, SATURATED, 503, saturated",
  })
  void upstreamFailureIsAnsweredWithAProblemDocument(
      String method, Kind kind, int status, String errorCode) throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              throw FakeUpstream.failure(kind, RequestSent.PERHAPS);
            });
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      CoreFixture.Answer answer = proxy.ask(FakeRequest.of(method, "/api/x"));

      assertProblem(answer, status, errorCode, true);
      assertThat(answer.body()).contains("\"alias\":\"api\"");
    }
  }

  @Test
  void requestBodyThatBreaksOffIsAnsweredWith400() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      for (String method : new String[] {"POST", "PUT"}) {
        assertProblem(
            proxy.ask(
                FakeRequest.of(method, "/api/x")
                    .withBody(scripted(5, UpstreamAnswer.streamed(200).send("ab").cut()))),
            400,
            "bad_request",
            false);
      }
    }
  }

  @Test
  void truncatedAnswerBreaksOffForTheClientAndIsNotStored() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.cutAfter(150, CoreFixture.BODY.getBytes(StandardCharsets.US_ASCII)));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      for (String method : new String[] {"GET", "PUT", "POST", "GET"}) {
        assertThatThrownBy(() -> proxy.ask(FakeRequest.of(method, "/api/x")))
            .isInstanceOf(UncheckedIOException.class);
      }
      assertThat(upstream.calls()).isEqualTo(4);
      proxy.awaitIdle();
      assertThat(upstream.openResponses()).isZero();
    }
  }

  @Test
  void referencesToTheUpstreamAreRewrittenToTheProxy() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("Location", "http://up.test/v1/next"))) {
      for (String cache : new String[] {"MISS", "HIT"}) {
        CoreFixture.Answer answer = proxy.get("/api/x");
        assertThat(answer.field("X-Cache")).isEqualTo(cache);
        assertThat(answer.field("Location")).isEqualTo("http://localhost:8080/api/next");
      }
      assertThat(
              proxy.ask(FakeRequest.get("/api/x").withAuthority("127.0.0.1:9")).field("Location"))
          .isEqualTo("http://127.0.0.1:9/api/next");
    }
  }

  @Test
  void cookieOfAnUpstreamIsLimitedToThePathOfItsMapping() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok("Set-Cookie", "sid=1; Path=/; Domain=up.test"))) {
      assertThat(proxy.get("/api/x").field("Set-Cookie")).isEqualTo("sid=1; Path=/api");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "PUT, 200", "GET, 101", "PUT, 404"})
  void interimResponseWithAFinalStatusIsAFailureOfTheClientAdapter(String method, int status)
      throws Exception {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, "x").withInterim(status));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      FakeRequest request = FakeRequest.of(method, "/api/x");
      CoreFixture.Answer answer = proxy.ask(request);
      assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("upstream_client_failed");
      assertThat(request.interims()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void interimResponsesArePassedOnWithoutConnectionFields(String method) throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.of(200, CoreFixture.BODY)
                .withInterim(
                    103, "Link", "</s.css>", "Connection", "X-Hop", "X-Hop", "1", "TE", "gzip"));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      FakeRequest request = FakeRequest.of(method, "/api/x");
      proxy.ask(request);

      ResponseHead interim = request.interims().get(0);
      assertThat(interim.headers().first("Via")).matches("1\\.1 api-buddy-\\w+");
      assertThat(interim.withHeaders(interim.headers().without("Via"::equals)))
          .isEqualTo(new ResponseHead(103, Headers.of("Link", "<http://up.test/s.css>")));
    }
  }

  @Test
  void healthIsBuiltInAndOtherAdminResourcesAreUnknown() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok())) {
      CoreFixture.Answer health = proxy.get("/admin/health?x");
      assertThat(health.status()).isEqualTo(200);
      assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}\n");
      assertThat(health.field("Cache-Control")).isEqualTo("no-store");
      CoreFixture.Answer head = proxy.ask(FakeRequest.of("HEAD", "/admin/health"));
      assertThat(head.field("Content-Length")).isEqualTo("16");
      assertThat(head.body()).isEmpty();
      assertProblem(
          proxy.ask(FakeRequest.of("POST", "/admin/health")), 405, "method_not_allowed", false);
      assertProblem(proxy.get("/admin"), 404, "unknown_admin_resource", false);
      assertProblem(proxy.get("/admin/healthy"), 404, "unknown_admin_resource", false);
      assertThat(proxy.upstream.calls()).isZero();
    }
  }

  @Test
  void rfc9110Section6_6_1AnswersOfTheProxyItselfHaveADate() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok());
        ProxyResponse rejected = proxy.core.rejected(new Rejection(400, "Because."))) {
      proxy.clock.advance(Duration.ofSeconds(1));
      for (String target : List.of("/admin/health", "/admin", "/nothing/x")) {
        assertThat(proxy.get(target).field("Date"))
            .as(target)
            .isEqualTo("Thu, 01 Jan 2026 00:00:01 GMT");
      }
      assertThat(rejected.head().headers().all("Date"))
          .containsExactly("Thu, 01 Jan 2026 00:00:00 GMT");
      assertThat(proxy.ask(FakeRequest.of("OPTIONS", "/api/x", "Max-Forwards", "0")).field("Date"))
          .isEqualTo("Thu, 01 Jan 2026 00:00:01 GMT");
    }
  }

  @Test
  void rejectionBeforeThereIsARequestIsAProblemDocumentToo() throws Exception {
    try (CoreFixture proxy = new CoreFixture(ok());
        ProxyResponse response =
            proxy.core.rejected(new Rejection(431, "The header section is too long."))) {
      assertThat(response.head().status()).isEqualTo(431);
      assertThat(response.head().headers().first("X-API-Buddy-Error"))
          .isEqualTo("headers_too_large");
      assertThat(new String(Entries.read(response.body()), StandardCharsets.US_ASCII))
          .contains("The header section is too long.");
    }
  }

  @Test
  void clientThatLeavesBeforeTheUpstreamAnswersReleasesItsConnection() throws Exception {
    Gate asked = new Gate();
    FakeUpstream upstream = FakeUpstream.behind(asked, UpstreamAnswer.of(200, ""));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      FakeRequest request = FakeRequest.of("PUT", "/api/x");
      Background<CoreFixture.Answer> asking = proxy.asking(request);
      asked.awaitArrival();
      request.leave();

      assertThat(asking.get().status()).isEqualTo(499);
      assertThat(upstream.openResponses()).isZero();
    }
  }

  @Test
  void clientThatLeavesAStreamClosesTheUpstreamResponse() throws Exception {
    Gate never = new Gate();
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.streamed(200).send("one").hold(never));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      FakeRequest request = FakeRequest.of("PUT", "/api/x");
      try (ProxyResponse response = proxy.respond(request)) {
        assertThat(response.body().stream().read()).isEqualTo('o');
        request.leave();
        assertThat(upstream.openResponses()).isZero();
        assertThatThrownBy(() -> response.body().stream().readAllBytes())
            .isInstanceOf(IOException.class);
      }
    }
  }
}
