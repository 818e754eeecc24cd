package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.CoreFixture.Answer;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Isolation of pages, since all mappings and the admin resources are one origin to browsers. */
class PageIsolationTest {
  private static final String FIELD = "Content-Security-Policy";

  private static CoreFixture proxy(String... fields) {
    return new CoreFixture(new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY, fields)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html; charset=utf-8",
        "Application/XHTML+XML",
        "image/svg+xml",
        "text/xml",
        "multipart/mixed; boundary=b",
        "*/*",
        "html",
        "text/",
        "te xt/plain",
        "text/plain, text/html",
        "text/xsl"
      })
  void pageOfAnUpstreamIsSandboxedOnMissesAndHits(String type) throws Exception {
    try (CoreFixture proxy = proxy("Content-Type", type)) {
      assertThat(proxy.get("/api/x").field(FIELD)).isEqualTo("sandbox");
      Answer hit = proxy.get("/api/x");
      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertThat(hit.field(FIELD)).isEqualTo("sandbox");
    }
  }

  @Test
  void answerWithoutAContentTypeIsSandboxed() throws Exception {
    try (CoreFixture proxy = proxy()) {
      assertThat(proxy.get("/api/x").field(FIELD)).isEqualTo("sandbox");
    }
  }

  @Test
  void sandboxIsAddedToTheContentSecurityPolicyOfTheUpstream() throws Exception {
    try (CoreFixture proxy = proxy("Content-Type", "text/html", FIELD, "default-src 'self'")) {
      assertThat(proxy.get("/api/x").head().headers().all(FIELD))
          .containsExactly("default-src 'self'", "sandbox");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "application/vnd.a+json",
        "text/event-stream",
        "text/plain",
        "image/png"
      })
  void answerThatIsNoPageIsNotSandboxed(String type) throws Exception {
    try (CoreFixture proxy = proxy("Content-Type", type)) {
      assertThat(proxy.get("/api/x").field(FIELD)).isEmpty();
      assertThat(proxy.get("/api/x").field(FIELD)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Clear-Site-Data",
        "strict-transport-security",
        "NEL",
        "Report-To",
        "Reporting-Endpoints",
        "Alt-Svc",
        "Public-Key-Pins",
        "Expect-CT"
      })
  void fieldsThatApplyToTheWholeOriginAreNotSentToBrowsers(String name) throws Exception {
    try (CoreFixture proxy = proxy("Content-Type", "text/plain", name, "x")) {
      for (String outcome : new String[] {"MISS", "HIT", "HIT"}) {
        Answer answer = proxy.get("/api/x", "Sec-Fetch-Site", "none");
        assertThat(answer.field("X-Cache")).isEqualTo(outcome);
        assertThat(answer.field(name)).isEmpty();
      }
      for (int i = 0; i < 2; i++) {
        assertThat(proxy.get("/api/x").field(name)).isEqualTo("x");
        assertThat(proxy.get("/api/x", "Sec-Fetch-Site", "none").field(name)).isEmpty();
      }
    }
  }

  /** A head that is shared is encoded once. */
  @Test
  void hitsOfBrowsersWithinOneSecondShareAHead() throws Exception {
    try (CoreFixture proxy = proxy("Content-Type", "text/plain", "Alt-Svc", "x")) {
      proxy.get("/api/x");
      Answer first = proxy.get("/api/x", "Sec-Fetch-Site", "none");

      assertThat(proxy.get("/api/x").field("Alt-Svc")).isEqualTo("x");
      assertThat(proxy.get("/api/x", "Sec-Fetch-Site", "none").head()).isSameAs(first.head());
    }
  }
}
