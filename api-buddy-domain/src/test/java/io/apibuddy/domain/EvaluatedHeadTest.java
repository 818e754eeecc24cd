package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.CoreFixture.Answer;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.ProxyResponse;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A front end may use one head for several requests; facts derived from a head are attached to it.
 */
class EvaluatedHeadTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));

  /** Has the same head each time, since a head with a Host field is not copied. */
  private final FakeRequest first = FakeRequest.get("/api/x", "Host", "localhost:8080");

  private FakeRequest again() {
    return first.withClientAddress(LOOPBACK);
  }

  private static Optional<String> atOnce(CoreFixture proxy, FakeRequest request) {
    Optional<ProxyResponse> answer = proxy.core.handleImmediately(request);
    answer.ifPresent(ProxyResponse::close);
    return answer.map(hit -> hit.head().headers().first("X-Cache"));
  }

  @Test
  void factsOfAReusedHeadAreDerivedOnce() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.ask(first);
      Object attached = first.head().attachment(Object.class);
      assertThat(attached).isNotNull();

      FakeRequest hit = again();
      assertThat(atOnce(proxy, hit)).contains("HIT");
      assertThat(hit.attachment()).isNull();
      assertThat(again().head().attachment(Object.class)).isSameAs(attached);
    }
  }

  @Test
  void changedConfigurationAppliesToAReusedHead() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.ask(first);
      assertThat(atOnce(proxy, again())).contains("HIT");

      proxy.mode(CacheMode.PASSTHROUGH);
      assertThat(atOnce(proxy, again())).isEmpty();
      assertThat(proxy.ask(again()).field("X-Cache")).isEqualTo("BYPASS");

      proxy.mode(CacheMode.CACHE);
      assertThat(atOnce(proxy, again())).contains("HIT");
    }
  }

  @Test
  void factsAttachedByAnotherProxyAreNotUsed() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream);
        CoreFixture other = new CoreFixture(upstream, cache -> cache.withMode(CacheMode.REPLAY))) {
      proxy.ask(first);

      Answer miss = other.ask(again());
      assertThat(miss.status()).isEqualTo(504);
      assertThat(atOnce(proxy, again())).contains("HIT");
    }
  }

  @Test
  void requestsWithTheSameHeadAreDistinguishedByTheirContent() throws Exception {
    FakeRequest one = FakeRequest.post("/api/x", "[1]", "Host", "localhost:8080");
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.ask(one);
      FakeRequest two = one.behindSameHead("[2]");
      assertThat(two.head()).isSameAs(one.head());

      assertThat(atOnce(proxy, one.behindSameHead("[1]"))).contains("HIT");
      assertThat(atOnce(proxy, two)).isEmpty();
      assertThat(atOnce(proxy, one.behindSameHead(""))).isEmpty();
      assertThat(proxy.ask(one.behindSameHead("")).field("X-Cache")).isEqualTo("MISS");
      assertThat(atOnce(proxy, one.behindSameHead("[1]"))).contains("HIT");
    }
  }

  @Test
  void mediaTypeOfARequestWithoutContentDistinguishesEntries() throws Exception {
    FakeRequest one =
        FakeRequest.get("/api/x", "Host", "localhost:8080", "Content-Type", "application/xml");
    FakeRequest other =
        FakeRequest.get("/api/x", "Host", "localhost:8080", "Content-Type", "application/json");
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      assertThat(proxy.ask(one).field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.ask(other).field("X-Cache")).isEqualTo("MISS");

      assertThat(atOnce(proxy, one.behindSameHead(""))).contains("HIT");
      assertThat(atOnce(proxy, other.behindSameHead(""))).contains("HIT");
      assertThat(proxy.ask(first).field("X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void freshnessIsComputedForEachRequestWithAReusedHead() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.ask(first);
      proxy.clock.advance(Duration.ofSeconds(10));
      assertThat(proxy.ask(again()).field("Cache-Status")).endsWith("hit; ttl=604790");

      proxy.clock.advance(Duration.ofDays(7));
      assertThat(atOnce(proxy, again())).isEmpty();
    }
  }
}
