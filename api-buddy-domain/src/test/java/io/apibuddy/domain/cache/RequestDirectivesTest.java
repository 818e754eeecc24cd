package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Headers;
import org.junit.jupiter.api.Test;

/** RFC 9111 sections 5.2.1 and 5.4, and the proxy's own field. */
class RequestDirectivesTest {

  private static RequestDirectives of(String... fields) {
    return RequestDirectives.of(Headers.of(fields), true);
  }

  @Test
  void requestWithoutFieldsHasNoDirectives() {
    assertThat(of()).isEqualTo(RequestDirectives.NONE);
    assertThat(RequestDirectives.NONE.mayReuse()).isTrue();
  }

  @Test
  void everyRequestDirectiveIsRead() {
    RequestDirectives directives =
        of(
            "Cache-Control",
            "only-if-cached, max-age=1, min-fresh=2, max-stale=3, stale-if-error=4");

    assertThat(directives.onlyIfCached()).isTrue();
    assertThat(directives.maxAge()).hasValue(1);
    assertThat(directives.minFresh()).hasValue(2);
    assertThat(directives.maxStale()).hasValue(3);
    assertThat(directives.staleIfError()).hasValue(4);
    assertThat(of("Cache-Control", "no-cache").mayReuse()).isFalse();
    assertThat(of("Cache-Control", "no-store").mayReuse()).isFalse();
  }

  @Test
  void maxStaleWithoutAnArgumentAcceptsAnyStaleness() {
    assertThat(of("Cache-Control", "max-stale").maxStale()).hasValue(DeltaSeconds.MAX);
  }

  @Test
  void maxStaleWithAnUnreadableArgumentAcceptsNone() {
    assertThat(of("Cache-Control", "max-stale=soon").maxStale()).isEmpty();
  }

  @Test
  void pragmaCountsOnlyWithoutCacheControl() {
    assertThat(of("Pragma", "no-cache").noCache()).isTrue();
    assertThat(of("Pragma", "x").noCache()).isFalse();
    assertThat(of("Pragma", "no-cache", "Cache-Control", "max-age=5").noCache()).isFalse();
  }

  @Test
  void xApiBuddyCacheTakesPrecedenceOverStandardFields() {
    assertThat(of("X-API-Buddy-Cache", " Refresh ").noCache()).isTrue();
    assertThat(of("X-API-Buddy-Cache", "bypass").noStore()).isTrue();
    assertThat(of("X-API-Buddy-Cache", "only", "Cache-Control", "no-cache"))
        .returns(true, RequestDirectives::onlyIfCached)
        .returns(false, RequestDirectives::noCache);
    assertThatThrownBy(() -> of("X-API-Buddy-Cache", "sometimes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("refresh, bypass or only")
        .message()
        .doesNotContain("sometimes");
  }

  @Test
  void standardFieldsCanBeIgnoredButNotXApiBuddyCache() {
    Headers standard = Headers.of("Cache-Control", "no-store", "Pragma", "no-cache");
    Headers own = Headers.of("X-API-Buddy-Cache", "bypass");

    assertThat(RequestDirectives.of(standard, false)).isEqualTo(RequestDirectives.NONE);
    assertThat(RequestDirectives.of(own, false).noStore()).isTrue();
  }
}
