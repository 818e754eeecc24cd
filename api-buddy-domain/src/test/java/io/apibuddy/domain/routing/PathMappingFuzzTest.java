package io.apibuddy.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.apibuddy.domain.config.AliasConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** No target leaves the base of its mapping, however the upstream reads it. */
class PathMappingFuzzTest {

  private static final String AUTHORITY = "localhost:8080";
  private static final int READINGS = 1 << 6;

  private final Router router =
      new Router(
          List.of(
              AliasConfiguration.of("api", "http://up.test/base/v1"),
              AliasConfiguration.of("api/beta", "http://beta.test")));

  @FuzzTest(maxDuration = "1m")
  void staysBelowTheBase(byte[] data) {
    String target = new String(data, StandardCharsets.ISO_8859_1);
    if (target.isEmpty() || target.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      return; // no front end hands it on
    }
    try {
      RoutedTarget routed = router.route(RequestTargetParser.parse(target, AUTHORITY));
      if (routed != null) {
        assertStaysBelowTheBase(target, routed);
      }
    } catch (BadTargetException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void assertStaysBelowTheBase(String target, RoutedTarget routed) {
    String base = routed.route().alias().equals("api") ? "/base/v1" : "/";
    assertThat(routed.upstream().path()).startsWith(base);
    assertThat(target).endsWith(routed.rest().text());
    for (int reading = 0; reading < READINGS; reading++) {
      assertThat(climbs(read(routed.rest().path(), reading), reading))
          .as("%s in reading %d", target, reading)
          .isFalse();
    }
  }

  /** Decodes a path as recipients may; each bit of {@code reading} is one way to read it. */
  private static String read(String path, int reading) {
    String read = path;
    if ((reading & 1) != 0) {
      read = decode(decode(decode(read, "%2e", "."), "%c0%ae", "."), "%e0%80%ae", ".");
    }
    if ((reading & 2) != 0) {
      read = decode(decode(decode(read, "%2f", "/"), "%c0%af", "/"), "%e0%80%af", "/");
    }
    if ((reading & 4) != 0) {
      read = decode(decode(read, "%5c", "/"), "%c1%9c", "/");
    }
    if ((reading & 8) != 0) {
      read = decode(read, "%3b", ";");
    }
    return read;
  }

  private static String decode(String text, String escape, String character) {
    StringBuilder decoded = new StringBuilder();
    String lower = text.toLowerCase(Locale.ROOT);
    int from = 0;
    for (int i = lower.indexOf(escape); i >= 0; i = lower.indexOf(escape, from)) {
      decoded.append(text, from, i).append(character);
      from = i + escape.length();
    }
    return decoded.append(text.substring(from)).toString();
  }

  /** Walks the segments; {@code reading} says how empty ones and parameters are read. */
  private static boolean climbs(String path, int reading) {
    Deque<String> open = new ArrayDeque<>();
    for (String part : path.substring(Math.min(1, path.length())).split("/", -1)) {
      String segment = (reading & 16) != 0 ? withoutParameters(part) : part;
      if (segment.equals("..")) {
        if (open.isEmpty()) {
          return true;
        }
        open.removeLast();
      } else if (!segment.equals(".") && ((reading & 32) == 0 || !segment.isEmpty())) {
        open.add(segment);
      }
    }
    return false;
  }

  private static String withoutParameters(String segment) {
    int semicolon = segment.indexOf(';');
    return semicolon < 0 ? segment : segment.substring(0, semicolon);
  }
}
