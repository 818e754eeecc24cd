package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's page and files over HTTP: security fields, access and what is served. */
class DashboardFilesTest {
  /** A reference in a page, a style sheet or a module to a file that it loads. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:(?:src|href)=\"|from '|import '|url\\(['\"]?)([^'\"#)][^'\")]*)");

  private final Client client = new Client();
  @AutoClose private CachingProxy proxy;

  @BeforeEach
  void startTheProxy() {
    proxy =
        CachingProxy.builder()
            .map("api", "http://localhost:1")
            .set("admin.secure_key", "the-admin-key-of-tests")
            .start();
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return client.get("http://127.0.0.1:" + proxy.port() + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/ui", "/admin/ui/", "/admin/ui/app.js", "/admin/ui/lib/uplot.js"})
  void contentSecurityPolicyForbidsInlineAndThirdPartyCode(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Client.field(answer, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'");
    assertThat(Client.field(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(Client.field(answer, "Referrer-Policy")).isEqualTo("no-referrer");
  }

  @Test
  void filesThatThePageLoadsNeedNoKey() throws Exception {
    Set<String> loaded = new TreeSet<>();
    Deque<String> toRead = new ArrayDeque<>(Set.of("/admin/ui"));
    while (!toRead.isEmpty()) {
      String path = toRead.pop();
      if (loaded.add(path)) {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        Matcher reference = REFERENCE.matcher(new String(answer.body(), StandardCharsets.UTF_8));
        while (reference.find()) {
          toRead.push(URI.create(path).resolve(reference.group(1)).toString());
        }
      }
    }

    assertThat(loaded)
        .allMatch(path -> path.startsWith("/admin/ui"))
        .contains("/admin/ui/style.css", "/admin/ui/format.js", "/admin/ui/lib/uplot.js");
  }

  @Test
  void dataThatThePageShowsRequiresTheKey() throws Exception {
    for (String path : new String[] {"/admin/status", "/admin/events", "/admin/uix"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/ui/none.js",
        "/admin/ui/index.html",
        "/admin/ui/lib/",
        "/admin/ui/..%2f..%2fDashboardFiles.class",
        "/admin/ui/lib/package.json"
      })
  void filesOutsideTheDashboardAreNotServed(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }
}
