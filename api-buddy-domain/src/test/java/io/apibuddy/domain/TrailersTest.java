package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 6.5: trailers. */
class TrailersTest {

  private static final Headers SUM = Headers.of("X-Sum", "7");

  private static FakeUpstream upstream(String... trailers) {
    return new FakeUpstream(
        UpstreamAnswer.streamed(200).send(CoreFixture.BODY).withTrailers(trailers));
  }

  private static Headers trailers(CoreFixture proxy, FakeRequest request) throws Exception {
    try (ProxyResponse response = proxy.respond(request)) {
      assertThat(response.body().stream().readAllBytes()).hasSize(CoreFixture.BODY.length());
      return response.body() instanceof Body.Stream stream ? stream.trailers() : Headers.EMPTY;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT"})
  void theUpstreamsTrailersFollowTheContent(String method) throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream("X-Sum", "7"))) {
      assertThat(trailers(proxy, FakeRequest.of(method, "/api/x"))).isEqualTo(SUM);
    }
  }

  @Test
  void trailersAreStoredAndSentAfterContentWithoutAContentLength() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream("X-Sum", "7"))) {
      proxy.get("/api/x");
      try (ProxyResponse replay = proxy.respond(FakeRequest.get("/api/x"))) {
        assertThat(replay.head().headers().first("X-Cache")).isEqualTo("HIT");
        assertThat(replay.head().headers().contains("Content-Length")).isFalse();
        assertThat(replay.body().length()).isEqualTo(-1);
        assertThat(replay.body().stream().readAllBytes()).asString().isEqualTo(CoreFixture.BODY);
        assertThat(((Body.Stream) replay.body()).trailers()).isEqualTo(SUM);
      }
      assertThat(proxy.upstream.calls()).isEqualTo(1);
    }
  }

  @Test
  void requestThatCannotGetTrailersGetsAContentLengthInstead() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream("X-Sum", "7"))) {
      proxy.get("/api/x");
      for (FakeRequest request :
          new FakeRequest[] {
            FakeRequest.get("/api/x").withVersion(ProtocolVersion.HTTP_1_0),
            FakeRequest.of("HEAD", "/api/x")
          }) {
        try (ProxyResponse replay = proxy.respond(request)) {
          assertThat(replay.head().headers().first("X-Cache")).isEqualTo("HIT");
          assertThat(replay.head().headers().first("Content-Length")).isEqualTo("200");
        }
      }
      assertThat(proxy.get("/api/x", "Range", "bytes=0-9").field("Content-Length")).isEqualTo("10");
    }
  }

  /** RFC 9110 section 6.5.1. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void trailersThatMustPrecedeTheContentAreDropped(String method) throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            upstream(
                "Content-Length", "5",
                "Transfer-Encoding", "chunked",
                "Set-Cookie", "a=1",
                "Cache-Control", "max-age=1",
                "If-Match", "x",
                "Trailer", "X-Sum",
                "X-Sum", "7"))) {
      assertThat(trailers(proxy, FakeRequest.of(method, "/api/x"))).isEqualTo(SUM);
    }
  }
}
