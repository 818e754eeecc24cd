package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.ports.contract.RawUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access control of the admin resources, byte by byte through real sockets. */
class AdminAccessTest {
  private static final String KEY = "An-access-key_of~ours";
  private static final String ADMIN_KEY = "An-admin-key_of~ours";
  private static final String SHOWN = "Authorization: Bearer " + ADMIN_KEY;
  private static final List<String> PATHS =
      List.of("status", "domains", "cache", "cache/api", "throttle", "config", "config/history");

  private final List<String> seen = new CopyOnWriteArrayList<>();
  @AutoClose private final RawUpstream upstream;

  AdminAccessTest() throws IOException {
    upstream =
        new RawUpstream(
            peer -> {
              while (true) {
                seen.add(peer.skipRequest());
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + "x".repeat(200));
              }
            });
  }

  private CachingProxyBuilder open() {
    return CachingProxy.builder()
        .map("api", upstream.origin().toString())
        .set("security.admin_rate_limit_per_minute", 1000);
  }

  private CachingProxyBuilder keyed() {
    return open().secureKey(KEY).set("admin.secure_key", ADMIN_KEY);
  }

  private static String ask(CachingProxy proxy, String request, String... fields)
      throws IOException {
    return RawHttp.ask("127.0.0.1", proxy.port(), RawHttp.closing(request, fields));
  }

  private static void assertStillStored(CachingProxy proxy, String path) throws IOException {
    assertThat(ask(proxy, "GET " + path)).contains("X-Cache: HIT\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Authorization: Bearer KEY", "X-Proxy-Key: KEY"})
  void nothingIsDeletedWithoutTheAdminKey(String field) throws Exception {
    try (CachingProxy proxy =
        keyed().set("security.key_position", List.of("path_prefix", "header")).start()) {
      ask(proxy, "GET /" + KEY + "/api/a");
      String[] fields = field.isEmpty() ? new String[0] : new String[] {field.replace("KEY", KEY)};
      for (String request : List.of("DELETE /admin/cache", "DELETE /" + KEY + "/admin/cache")) {
        assertThat(ask(proxy, request, fields)).containsPattern("^HTTP/1.1 (403|429) ");
      }
      assertStillStored(proxy, "/" + KEY + "/api/a");
    }
  }

  @Test
  void wrongAdminKeysAreRefusedAndThenLockOutOnlyTheirAddress() throws Exception {
    try (CachingProxy proxy = keyed().start()) {
      List<String> statuses = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String request = RawHttp.closing("DELETE /admin/cache", "Authorization: Bearer wrong" + i);
        String answer = RawHttp.ask("127.0.0.2", proxy.port(), request);
        statuses.add(answer.substring(9, 12));
        assertThat(answer.contains("Retry-After: ")).isEqualTo(i >= 5);
      }
      assertThat(statuses).startsWith("403", "403", "403", "403", "403", "429").endsWith("429");
      assertThat(
              RawHttp.ask("127.0.0.3", proxy.port(), RawHttp.closing("GET /admin/status", SHOWN)))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /admin/config/reload, X-A: b, 405",
    "GET /admin/throttle/api, X-A: b, 405",
    "GET /admin/cache?method=DELETE, X-HTTP-Method-Override: DELETE, 200",
    "DELETE /admin/cache, Origin: https://evil.test, 403",
    "DELETE /admin/cache, Origin: null, 403",
    "DELETE /admin/cache, Sec-Fetch-Site: cross-site, 403",
    "POST /admin/config/reload, Origin: https://evil.test, 403",
    "GET /admin/cache, Sec-Fetch-Site: cross-site, 403",
    "POST /admin/cache, X-A: b, 405",
  })
  void pagesOfOtherSitesCannotChangeAnything(String request, String field, String status)
      throws Exception {
    try (CachingProxy proxy = open().start()) {
      ask(proxy, "GET /api/a");

      assertThat(ask(proxy, request, field))
          .startsWith("HTTP/1.1 " + status)
          .doesNotContain("Access-Control-Allow-Origin");
      assertStillStored(proxy, "/api/a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void contentTypesThatAFormCanSendAreRejected(String type) throws Exception {
    try (CachingProxy proxy = open().start()) {
      String content = "{\"key_path\":\"cache.default_ttl\",\"value\":\"1s\"}";
      for (String request : List.of("PATCH /admin/config", "POST /admin/validate-config")) {
        String head =
            RawHttp.closing(
                request, "Content-Type: " + type, "Content-Length: " + content.length());
        assertThat(RawHttp.ask("127.0.0.1", proxy.port(), head + content))
            .startsWith("HTTP/1.1 415 ")
            .contains("X-API-Buddy-Error: unsupported_media_type\r\n");
      }
      assertThat(ask(proxy, "GET /admin/config")).doesNotContain("\"default_ttl\" :");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%61dmin/status",
        "/%61dmin/health",
        "/Admin/status",
        "/ADMIN/status",
        "/admin/",
        "//admin/status",
        "/admin//status",
        "/admin/status/",
        "/admin/%73tatus",
        "/admin;x/status",
        "/admin/status;x",
        "/admin%2fstatus",
        "/admin/../admin/status",
        "/admin/./status",
        "/api/../admin/status",
        "/api/%2e%2e/admin/status",
        "/api/..%2fadmin/status",
        "/api/..;/admin/status",
        "/./admin/status"
      })
  void noOtherSpellingOpensAnAdminResourceOrReachesAnUpstream(String target) throws Exception {
    try (CachingProxy open = open().start();
        CachingProxy keyed = keyed().start()) {
      assertThat(ask(open, "GET " + target)).containsPattern("^HTTP/1.1 (400|404) ");
      for (String field : List.of("X-A: b", "Authorization: Bearer " + KEY, SHOWN)) {
        assertThat(ask(keyed, "GET " + target, field)).containsPattern("^HTTP/1.1 (400|403|404) ");
      }
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void headAndOptionsRequireTheSameKeyAsGet() throws Exception {
    try (CachingProxy proxy = keyed().set("security.key_position", "header").start()) {
      for (String path : PATHS) {
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
          String request = method + " /admin/" + path;
          assertThat(ask(proxy, request)).startsWith("HTTP/1.1 403 ");
          assertThat(ask(proxy, request, SHOWN)).startsWith("HTTP/1.1 20");
        }
        assertThat(ask(proxy, "HEAD /admin/" + path, SHOWN)).endsWith("\r\n\r\n");
      }
    }
  }

  @Test
  void cacheSearchIsLiteralTextNotARegularExpression() throws Exception {
    try (CachingProxy proxy = open().start()) {
      ask(proxy, "GET /api/" + "a".repeat(5_000) + "!");
      ask(proxy, "GET /api/x?q=(a+)+$");

      assertThat(ask(proxy, "GET /admin/cache/api?search=(a%2B)%2B$"))
          .contains("/x?q=(a+)+$\"")
          .doesNotContain("aaaa");
      assertThat(ask(proxy, "DELETE /admin/cache/(a+)+$")).startsWith("HTTP/1.1 404 ");
      assertStillStored(proxy, "/api/x?q=(a+)+$");
    }
  }
}
