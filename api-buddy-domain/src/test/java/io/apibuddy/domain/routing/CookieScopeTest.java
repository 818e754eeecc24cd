package io.apibuddy.domain.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.ports.http.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieScopeTest {
  private final Router router =
      new Router(
          List.of(
              AliasConfiguration.of("api", "https://up.test/v1"),
              AliasConfiguration.of("whole", "https://up.test")));

  private String scoped(String cookie, String asked) throws BadTargetException {
    return scoped(cookie, asked, Headers.EMPTY);
  }

  private String scoped(String cookie, String asked, Headers request) throws BadTargetException {
    RoutedTarget target = requireNonNull(router.route(new RequestTarget(asked, null)));
    return CookieScope.within(cookie, target, ProxyAddress.of(request, "localhost", "/key"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/x, /, /key/api",
    "/api/x, /v1, /key/api",
    "/api/x, /v1/, /key/api",
    "/api/x, /v1/things, /key/api/things",
    "/api/x, /v1/things/, /key/api/things/",
    "/api/x, /v10, /key/api/v10",
    "/api/x, /files, /key/api/files",
    "/whole/x, /, /key/whole",
    "/whole/x, /v1, /key/whole/v1",
    "/whole, /, /key/whole",
  })
  void cookiePathIsMappedBelowTheAlias(String asked, String path, String expected)
      throws Exception {
    assertThat(scoped("sid=1; Path=" + path, asked)).isEqualTo("sid=1; Path=" + expected);
  }

  @Test
  void domainIsDroppedAndOtherAttributesAreKept() throws Exception {
    assertThat(
            scoped(
                "a=\"b=c\"; domain=.up.test ;Max-Age=3; Expires=Thu, 01 Jan 2026 00:00:00 GMT;"
                    + " HttpOnly; SameSite=None; PATH = / ; Priority=High",
                "/api/x"))
        .isEqualTo(
            "a=\"b=c\";Max-Age=3; Expires=Thu, 01 Jan 2026 00:00:00 GMT;"
                + " HttpOnly; SameSite=None; Priority=High; Path=/key/api");
  }

  @Test
  void secureIsDroppedForProgramsWithoutTls() throws Exception {
    assertThat(scoped("sid=1;Secure; SameSite=None; Path=/", "/api/x"))
        .isEqualTo("sid=1; SameSite=None; Path=/key/api");
  }

  @ParameterizedTest
  @CsvSource({"Sec-Fetch-Site, cross-site", "X-Forwarded-Proto, https"})
  void secureIsKeptForBrowsersAndBehindTls(String field, String value) throws Exception {
    assertThat(scoped("sid=1; secure; Path=/", "/api/x", Headers.of(field, value)))
        .isEqualTo("sid=1; secure; Path=/key/api");
  }

  @ParameterizedTest
  @ValueSource(strings = {"__Secure-sid", "__Host-sid", " __secure-sid"})
  void secureIsKeptIfTheNameDemandsIt(String name) throws Exception {
    assertThat(scoped(name + "=1; Secure; Path=/", "/api/x"))
        .isEqualTo(name + "=1; Secure; Path=/key/api");
  }

  @Test
  void lastPathIsUsed() throws Exception {
    assertThat(scoped("a=b; Path=/v1/x; Path=/v1/y", "/api/x")).isEqualTo("a=b; Path=/key/api/y");
  }

  @ParameterizedTest
  @CsvSource({"a=b", "a=b; Path", "a=b; Path=", "a=b; Path=things", "a=b; Domain=up.test"})
  void cookieWithoutAPathIsForTheRequestedDirectory(String cookie) throws Exception {
    assertThat(scoped(cookie, "/api/x")).isEqualTo("a=b");
    assertThat(scoped(cookie, "/api")).isEqualTo("a=b; Path=/key/api");
  }
}
