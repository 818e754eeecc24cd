package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachingTest {

  private static FakeUpstream upstream(String... fields) {
    return new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, fields));
  }

  @Test
  void aRepeatedGetIsAnsweredFromTheStore() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream("Content-Type", "text/plain"))) {
      CoreFixture.Answer first = proxy.get("/api/things?b=2&a=1");
      proxy.clock.advance(Duration.ofSeconds(30));
      CoreFixture.Answer second = proxy.get("/api/things?a=1&b=2");

      assertThat(first.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; stored");
      assertThat(first.field("X-Cache")).isEqualTo("MISS");
      assertThat(second.body()).isEqualTo(CoreFixture.BODY);
      assertThat(second.field("Content-Type")).isEqualTo("text/plain");
      assertThat(second.field("Cache-Status")).isEqualTo("api-buddy; hit; ttl=604770");
      assertThat(second.field("X-Cache")).isEqualTo("HIT");
      assertThat(second.field("Age")).isEqualTo("30");
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void headIsAnsweredFromAStoredGetWithItsLengthAndNoContent() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      proxy.get("/api/things");
      CoreFixture.Answer head = proxy.ask(FakeRequest.of("HEAD", "/api/things"));

      assertThat(head.field("X-Cache")).isEqualTo("HIT");
      assertThat(head.field("Content-Length")).isEqualTo("200");
      assertThat(head.body()).isEmpty();
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  /** Takes each body as its own normalized form. */
  private abstract static class Verbatim implements BodyNormalizer {
    @Override
    public boolean knows(String mediaType) {
      return true;
    }

    @Override
    public boolean normalize(
        InputStream body,
        long length,
        List<String> omit,
        OutputStream canonical,
        MemoryBudget budget)
        throws IOException {
      body.transferTo(canonical);
      return true;
    }
  }

  /** Needs more memory for a normalized form than there is. */
  private static final BodyNormalizer GREEDY =
      new Verbatim() {
        @Override
        public boolean normalize(
            InputStream body,
            long length,
            List<String> omit,
            OutputStream canonical,
            MemoryBudget budget) {
          assertThat(budget.tryReserve(length)).isTrue();
          budget.release(length);
          return budget.tryReserve(Long.MAX_VALUE / 2);
        }
      };

  @Test
  void bodyWhoseNormalizedFormExceedsTheBudgetIsKeyedByItsBytes() throws Exception {
    String content = "x".repeat(100_000);
    try (CoreFixture proxy =
        new CoreFixture(upstream(), new CacheSettings(), ports -> ports.bodyNormalizer(GREEDY))) {
      proxy.ask(FakeRequest.post("/api/chat", content));

      assertThat(proxy.ask(FakeRequest.post("/api/chat", content)).field("X-Cache"))
          .isEqualTo("HIT");
      assertThat(proxy.ask(FakeRequest.post("/api/chat", content + "y")).field("X-Cache"))
          .isEqualTo("MISS");
    }
  }

  /** Takes more than half of the memory for each form, and never gives back the first share. */
  private static final class Crowding extends Verbatim {
    private boolean crowded;

    @Override
    public boolean normalize(
        InputStream body,
        long length,
        List<String> omit,
        OutputStream canonical,
        MemoryBudget budget)
        throws IOException {
      long much = ProxyConfiguration.DEFAULT_KEY_BODY_BUDGET / 2 + 1;
      if (!budget.tryReserve(much)) {
        return false;
      }
      if (crowded) {
        budget.release(much);
      }
      crowded = true;
      return super.normalize(body, length, omit, canonical, budget);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CACHE, 200, ''",
    "REFRESH, 200, ''",
    "RECORD, 507, not_recorded",
    "REPLAY, 503, saturated"
  })
  void bodyIsNotCachedIfOthersLeaveNoMemoryForItsNormalizedForm(
      CacheMode mode, int status, String error) throws Exception {
    String content = "x".repeat(100_000);
    try (CoreFixture proxy =
        new CoreFixture(
            upstream(),
            new CacheSettings().mode(mode),
            ports -> ports.bodyNormalizer(new Crowding()))) {
      proxy.ask(FakeRequest.post("/api/other", content));
      int before = proxy.upstream.calls();
      CoreFixture.Answer answer = proxy.ask(FakeRequest.post("/api/chat", content));

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("X-API-Buddy-Error")).isEqualTo(error);
      assertThat(answer.field("Retry-After")).isEqualTo(error.isEmpty() ? "" : "1");
      assertThat(proxy.upstream.calls()).isEqualTo(error.isEmpty() ? before + 1 : before);
      if (error.isEmpty()) {
        assertThat(answer.field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=bypass; fwd-status=200; detail=request-too-large");
        assertThat(proxy.upstream.received().get(before).content())
            .isEqualTo(new Body.Bytes(content.getBytes(StandardCharsets.US_ASCII)));
      }
    }
  }

  @Test
  void postsWithEqualBodiesShareAnEntryAndOthersDoNot() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      proxy.ask(FakeRequest.post("/api/chat", "one"));
      CoreFixture.Answer again = proxy.ask(FakeRequest.post("/api/chat", "one"));
      CoreFixture.Answer other = proxy.ask(FakeRequest.post("/api/chat", "two"));

      assertThat(again.field("X-Cache")).isEqualTo("HIT");
      assertThat(other.field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"query\":\"mutation{addComment(body:\\\"x\\\"){id}}\"}",
        "{\"model\":\"m\",\"conversation\":\"conv_1\",\"input\":\"continue\"}",
        "{\"operationName\":\"Add\",\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"ab\"}}}",
        "{\"variables\":{\"f\":\"LONG\"},\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"a\"}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"add\"}}",
        "{\"params\":{\"data\":\"LONG\"},\"method\":\"tools/call\",\"jsonrpc\":\"2.0\"}",
        "{\"variables\":{\"file\":\"LONG\"},\"query\":\"mutation Up{up(file:$file){id}}\"}",
        "[{\"variables\":{\"file\":\"LONG\"},\"query\":\"mutation Up{up(file:$file){id}}\"}]"
      })
  void aPostThatChangesSomethingIsPassedOnEachTime(String question) throws Exception {
    String content = question.replace("LONG", "A".repeat(300_000));
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      for (int i = 0; i < 2; i++) {
        assertThat(proxy.ask(FakeRequest.post("/api/chat", content)).field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; detail=changes-state");
      }

      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void batchTooLongToBeInspectedIsPassedOnEachTime() throws Exception {
    String item = "{\"query\":\"{ " + "a ".repeat(30_000) + "}\"}";
    String batch = "[" + (item + ",").repeat(20) + "{\"query\":\"mutation{add{id}}\"}]";
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      for (int i = 0; i < 2; i++) {
        assertThat(proxy.ask(FakeRequest.post("/api/chat", batch)).field("Cache-Status"))
            .endsWith("; detail=changes-state");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, application/json, '{''query'':''mutation{a{id}}''}', 2",
    "X-GZIP, application/graphql+json; charset=utf-8, '{''query'':''mutation{a{id}}''}', 2",
    "gzip, text/plain, '{''query'':''mutation{a{id}}''}', 2",
    "gzip, application/json, '{''extensions'':{''persistedQuery'':{''sha256Hash'':''ab''}}}', 2",
    "gzip, application/graphql, mutation{a{id}}, 2",
    "gzip, application/graphql, {a{id}}, 1",
    "br, application/graphql, {a{id}}, 2",
    "gzip, application/x-www-form-urlencoded, query=mutation%7Ba%7Bid%7D%7D, 2",
    "gzip, application/x-www-form-urlencoded, '{''query'':''mutation{a{id}}''}', 2",
    "gzip, application/x-www-form-urlencoded, query=%7Ba%7Bid%7D%7D, 1",
    "gzip, text/plain, query=mutation%7Ba%7Bid%7D%7D, 1",
    "gzip, application/json, '{''query'':''{a{id}}''}', 1",
    "gzip, text/plain, no JSON, 1",
    "br, application/json, '{''query'':''{a{id}}''}', 2",
    "br, text/plain, no JSON, 1"
  })
  void compressedPostThatChangesOrMayChangeSomethingIsPassedOnEachTime(
      String coding, String type, String content, int calls) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      for (int i = 0; i < 2; i++) {
        proxy.ask(
            FakeRequest.post("/api/chat", "", "Content-Encoding", coding, "Content-Type", type)
                .withBody(new Body.Bytes(packed.toByteArray())));
      }

      assertThat(proxy.upstream.calls()).isEqualTo(calls);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, '{''query'':''mutation{a{id}}''}', 2",
    "application/json, '{''query'':''{a{id}}''}', 1"
  })
  void postThatOnlyClaimsToBeCompressedIsSearchedAsItIs(String type, String content, int calls)
      throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      for (int i = 0; i < 2; i++) {
        String json = content.replace('\'', '"');
        proxy.ask(
            FakeRequest.post("/api/chat", json, "Content-Encoding", "gzip", "Content-Type", type));
      }

      assertThat(proxy.upstream.calls()).isEqualTo(calls);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/graphql; charset=utf-8, 'mutation{a(b:\"\\\"\"){id}}', 2",
    "application/graphql, '{a(b:\"} mutation{b}\"){id}}', 1",
    "text/plain, mutation{a{id}}, 1",
    "multipart/mixed; boundary=b, '--b@Content-Type: application/http@@POST /a HTTP/1.1@@{}@--b--', 2",
    "multipart/mixed; boundary=b, '--b@Content-Type: application/http@@GET /a HTTP/1.1@@@--b--', 1"
  })
  void graphqlDocumentOrMultipartBatchIsPassedOnEachTimeIfItChangesSomething(
      String type, String content, int calls) throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      for (int i = 0; i < 2; i++) {
        proxy.ask(FakeRequest.post("/api/x", content.replace("@", "\r\n"), "Content-Type", type));
      }

      assertThat(proxy.upstream.calls()).isEqualTo(calls);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", " Identity", ""})
  void postWithTheIdentityCodingIsStored(String coding) throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream())) {
      for (int i = 0; i < 2; i++) {
        proxy.ask(
            FakeRequest.post(
                "/api/chat",
                "{\"q\":1}",
                "Content-Encoding",
                coding,
                "Content-Type",
                "application/json"));
      }

      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"Mcp-Session-Id", "access-token"})
  void answerToAPostThatIssuesASessionOrTokenIsNotStored(String field) throws Exception {
    FakeUpstream issuing =
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, field, "s1").atOnce());
    try (CoreFixture proxy = new CoreFixture(issuing)) {
      for (int i = 0; i < 2; i++) {
        CoreFixture.Answer answer = proxy.ask(FakeRequest.post("/api/begin", "{}"));

        assertThat(answer.field(field)).isEqualTo("s1");
        assertThat(answer.field("Cache-Status"))
            .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; detail=credential");
      }
      proxy.get("/api/me");
      assertThat(proxy.get("/api/me").field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void answerWithRetryAfterIsNotStored() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, "Retry-After", "1")))) {
      assertThat(proxy.get("/api/things").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; detail=retry-after");
      assertThat(proxy.get("/api/things").field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void anEntryPastItsLifetimeIsFetchedAgain() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(upstream(), cache -> cache.withTtl(Duration.ofMinutes(1)))) {
      proxy.get("/api/things");
      proxy.clock.advance(Duration.ofSeconds(60));
      CoreFixture.Answer second = proxy.get("/api/things");

      assertThat(second.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=200; stored");
      assertThat(proxy.upstream.calls()).isEqualTo(2);
    }
  }
}
