package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.ports.http.Headers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final AccessKey KEY = AccessKey.of("the-admin-key-of-tests");
  private static final AccessKey CHANGED = AccessKey.of("another-admin-key-of-tests");

  private final Sessions sessions = new Sessions();

  /** What a browser sends after a {@code Set-Cookie}. */
  private static Headers sent(String setCookie) {
    return Headers.of("Cookie", "theme=dark; " + setCookie.substring(0, setCookie.indexOf(';')));
  }

  @Test
  void whoeverHasBegunOneIsAdmittedUntilItsEnd() {
    String cookie = sessions.begin(KEY, 5);

    assertThat(cookie).endsWith("; Path=/admin; Max-Age=43200; HttpOnly; SameSite=Strict");
    assertThat(sessions.admits(sent(cookie), KEY, 5 + Sessions.LENGTH.toNanos() - 1)).isTrue();
    assertThat(sessions.admits(sent(cookie), KEY, 5 + Sessions.LENGTH.toNanos())).isFalse();
  }

  @Test
  void aChangedKeyEndsIt() {
    String cookie = sessions.begin(KEY, 0);

    assertThat(sessions.admits(sent(cookie), CHANGED, 1)).isFalse();
    assertThat(sessions.admits(sent(cookie), null, 1)).isFalse();
  }

  @Test
  void itEndsForTheOneWhoSignsOutAndNoOther() {
    String one = sessions.begin(KEY, 0);
    String other = sessions.begin(KEY, 0);

    assertThat(sessions.end(sent(one))).startsWith("api-buddy-session=; ").contains("Max-Age=0");

    assertThat(sessions.admits(sent(one), KEY, 1)).isFalse();
    assertThat(sessions.admits(sent(other), KEY, 1)).isTrue();
  }

  @Test
  void anothersCookieOfTheSameNameIsInNobodysWay() {
    String cookie = sessions.begin(KEY, 0);
    String own = cookie.substring(0, cookie.indexOf(';'));
    Headers both = Headers.of("Cookie", "api-buddy-session=" + "A".repeat(43) + "; " + own);

    assertThat(sessions.admits(both, KEY, 1)).isTrue();
    sessions.end(both);
    assertThat(sessions.admits(both, KEY, 1)).isFalse();
  }

  @Test
  void nothingElseIsOne() {
    sessions.begin(KEY, 0);

    assertThat(sessions.admits(Headers.EMPTY, KEY, 1)).isFalse();
    assertThat(sessions.admits(Headers.of("Cookie", "a=b"), KEY, 1)).isFalse();
    assertThat(sessions.admits(Headers.of("Cookie", "api-buddy-session="), KEY, 1)).isFalse();
    assertThat(sessions.admits(Headers.of("Cookie", "api-buddy-session=" + "A".repeat(43)), KEY, 1))
        .isFalse();
  }

  @Test
  void theOneThatBeganFirstGivesWayToOneTooMany() {
    List<Headers> cookies = new ArrayList<>();
    for (int i = 0; i <= Sessions.MOST; i++) {
      cookies.add(sent(sessions.begin(KEY, i)));
    }

    assertThat(sessions.admits(cookies.get(0), KEY, 100)).isFalse();
    assertThat(cookies.subList(1, cookies.size()))
        .allMatch(cookie -> sessions.admits(cookie, KEY, 100));
  }
}
