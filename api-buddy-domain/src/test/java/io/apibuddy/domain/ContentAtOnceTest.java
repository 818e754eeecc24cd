package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.ProxyResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request with content is answered at once, on a selector's thread. */
class ContentAtOnceTest {
  private static final String JSON = "application/json";

  private static FakeUpstream numbered() {
    AtomicInteger calls = new AtomicInteger();
    return new FakeUpstream(
        received -> UpstreamAnswer.of(200, CoreFixture.BODY + calls.incrementAndGet()));
  }

  private static FakeRequest question(String content) {
    return FakeRequest.post("/api/chat", content, "Content-Type", JSON);
  }

  private static boolean isAnsweredAtOnce(CoreFixture proxy, FakeRequest request) {
    Optional<ProxyResponse> answer = proxy.core.handleImmediately(request);
    answer.ifPresent(ProxyResponse::close);
    return answer.isPresent();
  }

  @Test
  void storedAnswerToAPostIsGivenAtOnce() throws Exception {
    try (CoreFixture proxy = new CoreFixture(numbered())) {
      assertThat(isAnsweredAtOnce(proxy, question("{\"a\":1}"))).isFalse();
      proxy.ask(question("{\"a\":1}"));

      try (ProxyResponse hit = proxy.core.handleImmediately(question("{\"a\":1}")).orElseThrow()) {
        assertThat(hit.head().headers().first("X-Cache")).isEqualTo("HIT");
        assertThat(hit.body().stream().readAllBytes())
            .isEqualTo((CoreFixture.BODY + 1).getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(isAnsweredAtOnce(proxy, question("{\"a\":2}"))).isFalse();
      assertThat(isAnsweredAtOnce(proxy, FakeRequest.get("/api/chat"))).isFalse();
    }
  }

  @Test
  void requestWhoseContentIsStillArrivingIsNotAnsweredAtOnce() throws Exception {
    try (CoreFixture proxy = new CoreFixture(numbered())) {
      proxy.ask(question("abc"));
      byte[] content = "abc".getBytes(StandardCharsets.US_ASCII);
      FakeRequest streamed =
          question("").withBody(Body.Stream.of(new ByteArrayInputStream(content), 3));

      assertThat(isAnsweredAtOnce(proxy, streamed)).isFalse();
      assertThat(proxy.ask(streamed).field("X-Cache")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @CsvSource({"32768, true", "32769, false"})
  void contentOfMoreThan32KibIsNotAnsweredAtOnce(int length, boolean atOnce) throws Exception {
    FakeRequest request = question("x".repeat(length));
    try (CoreFixture proxy = new CoreFixture(numbered())) {
      proxy.ask(request);

      assertThat(isAnsweredAtOnce(proxy, request)).isEqualTo(atOnce);
      assertThat(proxy.ask(request).field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void contentTooLongForAKeyIsPassedOnUncached() throws Exception {
    try (CoreFixture proxy = new CoreFixture(numbered(), new CacheSettings().maxKeyBody(2))) {
      for (int call = 1; call <= 2; call++) {
        assertThat(isAnsweredAtOnce(proxy, question("abc"))).isFalse();
        assertThat(proxy.ask(question("abc")).body()).endsWith("x" + call);
      }
      assertThat(proxy.upstream.received().get(1).content().length()).isEqualTo(3);
    }
  }

  @Test
  void staleAnswerToAPostIsNotGivenAtOnceAndIsFetchedAgainWithTheContent() throws Exception {
    CacheSettings settings = new CacheSettings().staleWhileRevalidate(Duration.ofDays(9));
    FakeUpstream upstream = numbered();
    try (CoreFixture proxy = new CoreFixture(upstream, settings)) {
      proxy.ask(question("[7]"));
      proxy.clock.advance(Duration.ofDays(8));

      assertThat(isAnsweredAtOnce(proxy, question("[7]"))).isFalse();
      assertThat(proxy.ask(question("[7]")).field("X-Cache")).isEqualTo("STALE");
      proxy.awaitIdle();

      assertThat(upstream.received()).hasSize(2);
      assertThat(upstream.received().get(1).content().stream().readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("[7]");
    }
  }

  @Test
  void contentIsNormalizedOnceForAMiss() throws Exception {
    CountingNormalizer normalizer = new CountingNormalizer();
    try (CoreFixture proxy =
        new CoreFixture(
            numbered(), new CacheSettings(), builder -> builder.bodyNormalizer(normalizer))) {
      proxy.ask(question("{}"));
      assertThat(normalizer.calls).hasValue(1);

      proxy.ask(question("{}"));
      assertThat(normalizer.calls).hasValue(2);

      FakeRequest refreshing = question("{}").withHeader("Cache-Control", "no-cache");
      assertThat(isAnsweredAtOnce(proxy, refreshing)).isFalse();
      assertThat(normalizer.calls).hasValue(2);
    }
  }

  private static final class CountingNormalizer implements BodyNormalizer {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public boolean knows(String mediaType) {
      return mediaType.equals(JSON);
    }

    @Override
    public boolean normalize(
        InputStream body,
        long length,
        List<String> omit,
        OutputStream canonical,
        MemoryBudget budget)
        throws IOException {
      calls.incrementAndGet();
      body.transferTo(canonical);
      return true;
    }
  }
}
