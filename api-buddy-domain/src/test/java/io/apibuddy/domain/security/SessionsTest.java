package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.ports.http.Headers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {
  private static final AccessKey KEY = AccessKey.of("the-admin-key-of-tests");
  private static final AccessKey CHANGED = AccessKey.of("another-admin-key-of-tests");

  /** How clients address the proxy. */
  private static final String HERE = "127.0.0.1:8080";

  private final Sessions sessions = new Sessions();

  /** What a browser sends after a {@code Set-Cookie}. */
  private static Headers sent(String setCookie) {
    return Headers.of("Cookie", "theme=dark; " + setCookie.substring(0, setCookie.indexOf(';')));
  }

  @Test
  void sessionAdmitsUntilItExpires() {
    String cookie = sessions.begin(KEY, HERE, 5);

    assertThat(cookie).endsWith("; Path=/admin; Max-Age=43200; HttpOnly; SameSite=Strict");
    assertThat(sessions.admits(sent(cookie), KEY, 5 + Sessions.LIFETIME.toNanos() - 1)).isTrue();
    assertThat(sessions.admits(sent(cookie), KEY, 5 + Sessions.LIFETIME.toNanos())).isFalse();
  }

  @Test
  void changedKeyEndsASession() {
    String cookie = sessions.begin(KEY, HERE, 0);

    assertThat(sessions.admits(sent(cookie), CHANGED, 1)).isFalse();
    assertThat(sessions.admits(sent(cookie), null, 1)).isFalse();
  }

  @Test
  void signingOutEndsThatSessionOnly() {
    String one = sessions.begin(KEY, HERE, 0);
    String other = sessions.begin(KEY, HERE, 0);

    assertThat(sessions.end(sent(one), HERE))
        .startsWith("api-buddy-session-8080=; ")
        .contains("Max-Age=0");

    assertThat(sessions.admits(sent(one), KEY, 1)).isFalse();
    assertThat(sessions.admits(sent(other), KEY, 1)).isTrue();
  }

  @Test
  void foreignCookieOfTheSameNameDoesNotHideTheSession() {
    String cookie = sessions.begin(KEY, HERE, 0);
    String own = cookie.substring(0, cookie.indexOf(';'));
    Headers both = Headers.of("Cookie", "api-buddy-session-8080=" + "A".repeat(43) + "; " + own);

    assertThat(sessions.admits(both, KEY, 1)).isTrue();
    sessions.end(both, HERE);
    assertThat(sessions.admits(both, KEY, 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, api-buddy-session-8080",
    "[::1]:8081, api-buddy-session-8081",
    "buddy.example, api-buddy-session",
    "[::1], api-buddy-session",
    "'', api-buddy-session"
  })
  void cookiesOfProxiesOnOneHostAreNamedAfterTheirPorts(String authority, String name) {
    String cookie = sessions.begin(KEY, authority, 0);

    assertThat(cookie).startsWith(name + "=");
    assertThat(sessions.admits(sent(cookie), KEY, 1)).isTrue();
    assertThat(sessions.end(sent(cookie), authority)).startsWith(name + "=; ");
    assertThat(sessions.admits(sent(cookie), KEY, 1)).isFalse();
  }

  @Test
  void otherCookiesAreNoSessions() {
    sessions.begin(KEY, HERE, 0);

    assertThat(sessions.admits(Headers.EMPTY, KEY, 1)).isFalse();
    assertThat(sessions.admits(Headers.of("Cookie", "a=b"), KEY, 1)).isFalse();
    assertThat(sessions.admits(Headers.of("Cookie", "api-buddy-session"), KEY, 1)).isFalse();
    assertThat(sessions.admits(Headers.of("Cookie", "api-buddy-session-8080="), KEY, 1)).isFalse();
    assertThat(
            sessions.admits(
                Headers.of("Cookie", "api-buddy-session-8080=" + "A".repeat(43)), KEY, 1))
        .isFalse();
  }

  @Test
  void oldestSessionEndsIfThereAreTooMany() {
    List<Headers> cookies = new ArrayList<>();
    for (int i = 0; i <= Sessions.MAX_SESSIONS; i++) {
      cookies.add(sent(sessions.begin(KEY, HERE, i)));
    }

    assertThat(sessions.admits(cookies.get(0), KEY, 100)).isFalse();
    assertThat(cookies.subList(1, cookies.size()))
        .allMatch(cookie -> sessions.admits(cookie, KEY, 100));
  }
}
