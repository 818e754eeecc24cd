package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard at {@code /admin/ui} in a real browser. */
@EnabledIf(
    value = "io.apibuddy.bootstrap.system.Browser#isThere",
    disabledReason = "no chromedriver on the PATH (Debian: chromium-driver)")
@Tag("any-jvm")
class DashboardTest {
  private static final String KEY = "the-admin-key-of-tests";
  private static final String ENTER = "\uE007";
  private static final String TAB = "\uE004";
  private static final String ESCAPE = "\uE00C";
  private static final Path PICTURES = Path.of("target", "screenshots");

  private static final byte[] CONTENT =
      ("{\"answer\":\"" + "x".repeat(287) + "\"}").getBytes(StandardCharsets.UTF_8);

  @AutoClose private static Browser browser;

  private final Client client = new Client();
  @AutoClose private LoopbackApi api;

  @BeforeAll
  static void startTheBrowser() throws Exception {
    browser = Browser.start();
  }

  @BeforeEach
  void startTheApi() throws Exception {
    browser.console(); // discards the messages of earlier tests
    api = LoopbackApi.http().on("/", LoopbackApi.content("application/json", CONTENT));
  }

  private CachingProxyBuilder mapped() {
    return CachingProxy.builder()
        .map("api", api.url())
        .set("security.admin_rate_limit_per_minute", 1000)
        .set("cache.store_budget", "30s"); // not what this is about
  }

  private void call(CachingProxy proxy, String... paths) throws Exception {
    for (String path : paths) {
      client.get(proxy.baseUrl("api") + path);
    }
  }

  private static String url(CachingProxy proxy) {
    return "http://127.0.0.1:" + proxy.port() + "/admin/ui";
  }

  private static String resource(String name) throws IOException {
    try (InputStream script =
        Objects.requireNonNull(DashboardTest.class.getResourceAsStream(name), name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Asserts that no script failed and that the page's own policy blocked nothing. */
  private static void assertNothingFailed() throws Exception {
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void userSignsInWithTheKeyAndOutAgain() throws Exception {
    try (CachingProxy proxy = mapped().set("admin.secure_key", KEY).start()) {
      browser.open(url(proxy));
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(IOException.class) // until there is an element with the focus
          .until(() -> browser.focused().startsWith("Admin key"));
      browser.press("w", "r", "o", "n", "g", ENTER);
      browser.awaitText("#trouble", "Wrong key");
      browser.type("#key", KEY + ENTER);
      browser.awaitText("#mappings", "api");

      assertThat(browser.url()).isEqualTo(url(proxy));
      assertThat(sessions(proxy))
          .singleElement()
          .satisfies(
              cookie -> {
                assertThat(cookie.get("httpOnly").booleanValue()).isTrue();
                assertThat(cookie.get("sameSite").textValue()).isEqualTo("Strict");
              });
      String kept =
          "return document.cookie + JSON.stringify([{...localStorage}, {...sessionStorage}])"
              + " + document.getElementById('key').value";
      assertThat(browser.run(kept).textValue()).isEqualTo("[{},{}]");

      browser.open(url(proxy));
      browser.awaitText("#mappings", "api");
      browser.click("#sign-out");
      browser.awaitText("#sign-in", "Sign in");
      assertThat(sessions(proxy)).isEmpty();
    }
  }

  /** Returns this proxy's session cookies; the browser also has those of other tests. */
  private static List<JsonNode> sessions(CachingProxy proxy) throws Exception {
    String name = "api-buddy-session-" + proxy.port();
    return StreamSupport.stream(browser.cookies().spliterator(), false)
        .filter(cookie -> cookie.get("name").textValue().equals(name))
        .toList();
  }

  @Test
  void theRightKeySignsInAfterTooManyWrongOnes() throws Exception {
    try (CachingProxy proxy = mapped().set("admin.secure_key", KEY).start()) {
      browser.open(url(proxy));
      for (int i = 0; i < 6; i++) {
        client.get(
            "http://127.0.0.1:" + proxy.port() + "/admin/status", "Authorization", "Bearer x");
      }
      browser.open(url(proxy));
      browser.type("#key", "wrong" + ENTER);
      browser.awaitText("#trouble", "Too many wrong keys");
      browser.type("#key", KEY + ENTER);
      browser.awaitText("#mappings", "api");
    }
  }

  @Test
  void trafficIsShownLive() throws Exception {
    try (CachingProxy proxy = mapped().start()) {
      browser.open(url(proxy));
      browser.awaitText("#state", "Live");
      browser.click("#exchanges-shown > summary");
      call(proxy, "/a", "/a", "/a", "/b");

      browser.awaitText("#exchanges", "GET /b");
      browser.awaitText("#figures", "Hit rate\n50%");
      browser.awaitText("#charts", "calls 2");
      assertThat(browser.text("#exchanges")).contains("hit", "miss", "200");
      assertThat(
              browser.run("return document.querySelectorAll('#charts canvas').length").intValue())
          .isEqualTo(3);
      assertNothingFailed();
    }
  }

  @Test
  void modeOfAMappingCanBeSwitchedAndAppearsInTheHistory() throws Exception {
    try (CachingProxy proxy = mapped().map("other", api.url()).start()) {
      browser.open(url(proxy));
      browser.click("select[aria-label='Mode of api'] > option:nth-child(3)");

      browser.awaitText("#news", "api is now in mode replay.");
      browser.awaitText("#history", "domain_mappings.api.mode");
      assertThat(client.get(proxy.baseUrl("api") + "/a").statusCode()).isEqualTo(504);
      assertThat(client.get(proxy.baseUrl("other") + "/a").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void entriesAreFoundViewedAndDeleted() throws Exception {
    try (CachingProxy proxy = mapped().start()) {
      call(proxy, "/first", "/second", "/third");
      browser.open(url(proxy));
      browser.awaitText("#found", "3 entries shown.");
      browser.type("#search-text", "SECOND" + ENTER);
      browser.awaitText("#found", "1 entry shown.");

      browser.click("#entries button[aria-label^='View']");
      browser.awaitText("#entry", "application/json");
      browser.awaitText("#entry pre", "{\"answer\":\"xxx");
      browser.press(ESCAPE);
      browser.click("#entries button[aria-label^='Delete']");
      browser.awaitText("#question", "/second?");
      browser.press(ENTER);
      assertThat(browser.text("#found")).isEqualTo("1 entry shown.");
      browser.click("#entries button[aria-label^='Delete']");
      browser.click("#question button[value=yes]");
      browser.awaitText("#found", "Nothing found.");
      assertThat(browser.focused()).isEqualTo("URL contains");
      call(proxy, "/second");
      assertThat(api.calls("GET /second")).isEqualTo(2);

      browser.click("#clear");
      browser.click("#question button[value=yes]");
      browser.awaitText("#news", "Deleted 3 entries of api.");
      assertNothingFailed();
    }
  }

  @Test
  void aDoubleClickOnMoreShowsTheNextPageOnce() throws Exception {
    try (CachingProxy proxy = mapped().start()) {
      call(proxy, IntStream.range(0, 60).mapToObj(i -> "/" + i).toArray(String[]::new));
      browser.open(url(proxy));
      browser.awaitText("#found", "50 entries shown.");
      browser.run(
          "const answers = [];"
              + "const sent = window.fetch;"
              + "window.fetch = (...asked) => {"
              + "  const answer = sent(...asked);"
              + "  if (asked[0].startsWith('/admin/cache/')) { answers.push(answer); }"
              + "  return answer; };"
              + "const more = document.getElementById('more');"
              + "more.click();"
              + "more.click();"
              + "Promise.all(answers).then(() => setTimeout(() => { document.title = 'done'; }));");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> browser.run("return document.title").textValue().equals("done"));

      browser.awaitText("#found", "60 entries shown.");
      assertNothingFailed();
    }
  }

  @Test
  void limitsAreShownAndReset() throws Exception {
    try (CachingProxy proxy = mapped().set("throttling.domain_limits.api", "2/minute").start()) {
      call(proxy, "/1", "/2", "/3");
      browser.open(url(proxy));
      browser.awaitText("#mappings", "2 of 2 in 1 min");
      browser.click("button[aria-label='Reset the limits of api']");
      browser.awaitText("#mappings", "0 of 2 in 1 min");
      assertThat(client.get(proxy.baseUrl("api") + "/3").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void lostConnectionToTheProxyIsShown() throws Exception {
    try (CachingProxy proxy = mapped().start()) {
      browser.open(url(proxy));
      browser.awaitText("#state", "Live");
    }
    browser.awaitText("#state", "Connection lost");
  }

  @Test
  void everyControlIsReachableByKeyboardAndHasAnAccessibleName() throws Exception {
    try (CachingProxy proxy = mapped().start()) {
      call(proxy, "/a");
      browser.open(url(proxy));
      browser.awaitText("#found", "1 entry shown.");

      assertThat(
              browser.names(
                  "#dashboard :is(section, section > .scroll, button, input, select):not([hidden])"))
          .hasSizeGreaterThan(10)
          .allSatisfy(name -> assertThat(name).isNotBlank());
      browser.press(TAB);
      assertThat(browser.focused()).isEqualTo("Skip to content");
      for (String next : new String[] {"Mode of api", "URL contains", "View GET", "Refresh"}) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  browser.press(TAB);
                  return browser.focused().startsWith(next);
                });
      }
    }
  }

  @Test
  void longAliasDoesNotMakeANarrowWindowScrollSideways() throws Exception {
    String alias = "an-alias-of-more-letters-than-a-narrow-window-has";
    try (CachingProxy proxy = mapped().map(alias, api.url()).start()) {
      client.get(proxy.baseUrl(alias) + "/a");
      browser.width(320);
      browser.open(url(proxy));
      browser.awaitText("#mappings", alias);
      browser.awaitText("#found", "1 entry shown.");

      assertThat(browser.run("return innerWidth").intValue()).isEqualTo(320);
      String page = "return document.documentElement.";
      assertThat(browser.run(page + "scrollWidth")).isEqualTo(browser.run(page + "clientWidth"));
    } finally {
      browser.width(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyTextHasSufficientContrast(String scheme) throws Exception {
    try (CachingProxy proxy = mapped().map("down", "http://localhost:1").start()) {
      call(proxy, "/a", "/b", "/a", "/c?page=2", "/a");
      client.get(proxy.baseUrl("down") + "/x");
      browser.prefer(scheme);
      browser.open(url(proxy));
      browser.click("#exchanges-shown > summary");
      for (int i = 0; i < 4; i++) {
        call(proxy, "/live" + i, "/a");
        browser.awaitText("#exchanges", "/live" + i);
      }
      browser.awaitText("#charts", "calls 6");
      browser.photograph(PICTURES.resolve("dashboard-" + scheme + ".png"));

      assertThat(browser.run(resource("contrast.js"))).isEmpty();
    }
  }
}
