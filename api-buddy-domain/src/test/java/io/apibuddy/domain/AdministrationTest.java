package io.apibuddy.domain;

import static io.apibuddy.domain.AccessSettings.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.CoreFixture.Answer;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminRequest;
import io.apibuddy.ports.admin.AdminResource;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that apply to every admin resource. */
class AdministrationTest {
  private final List<AdminRequest> asked = new ArrayList<>();
  private boolean onlyReading;
  private volatile String path = "";

  /** A resource that echoes the method, or fails in the way that the path names. */
  private final AdminResource echo =
      new AdminResource() {
        @Override
        public Set<String> methods() {
          return Set.of("GET", "POST");
        }

        @Override
        public boolean isSafe(String method) {
          return AdminResource.super.isSafe(method) || onlyReading;
        }

        @Override
        public AdminResponse answer(AdminRequest request) throws AdminException {
          asked.add(request);
          if (path.endsWith("/refused")) {
            throw new AdminException(409, "not_now", "Not now", "Because.");
          }
          if (path.endsWith("/busy")) {
            throw new AdminException(503, "too_many", "Too many", "Later.");
          }
          if (path.endsWith("/full")) {
            throw new StoreException(StoreException.Kind.FULL, "the disk is full");
          }
          return AdminResponse.of("application/json", "{\"method\":\"" + request.method() + "\"}");
        }
      };

  private CoreFixture proxy(AccessSettings settings) {
    return new CoreFixture(
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY)),
        UnaryOperator.identity(),
        ports -> ports.configuration(settings.configuration()).adminResources(this::resource));
  }

  private @Nullable AdminResource resource(String asked) {
    path = asked;
    return asked.startsWith("/admin/echo") ? echo : null;
  }

  private CoreFixture proxy() {
    return proxy(new AccessSettings());
  }

  @Test
  void answerOfAnAdminResourceForbidsStoring() throws Exception {
    try (CoreFixture proxy = proxy()) {
      Answer answer = proxy.get("/admin/echo?a=1");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"method\":\"GET\"}");
      assertThat(answer.field("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.field("Content-Length")).isEqualTo("16");
      assertThat(asked.get(0).query()).isEqualTo("a=1");
    }
  }

  @Test
  void headOmitsTheContentAndOptionsListsTheMethods() throws Exception {
    try (CoreFixture proxy = proxy()) {
      Answer head = proxy.ask(FakeRequest.of("HEAD", "/admin/echo"));
      assertThat(head.field("Content-Length")).isEqualTo("16");
      assertThat(head.body()).isEmpty();

      Answer options = proxy.ask(FakeRequest.of("OPTIONS", "/admin/echo"));
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.field("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
      assertThat(asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PUT", "PATCH"})
  void unsupportedMethodOfAnAdminResourceIsRefused(String method) throws Exception {
    try (CoreFixture proxy = proxy()) {
      Answer answer = proxy.ask(FakeRequest.of(method, "/admin/echo"));

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.field("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
      assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("method_not_allowed");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void unknownAdminResourceIsAnsweredWithAProblemDocument() throws Exception {
    try (CoreFixture proxy = proxy()) {
      Answer answer = proxy.get("/admin/nothing");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.field("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.body()).contains("\"error_code\":\"unknown_admin_resource\"");
    }
  }

  @Test
  void exceptionOfAnAdminResourceBecomesAProblemDocument() throws Exception {
    try (CoreFixture proxy = proxy()) {
      Answer refused = proxy.get("/admin/echo/refused");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body()).contains("\"title\":\"Not now\"", "\"detail\":\"Because.\"");

      assertThat(refused.field("X-Should-Retry")).isEqualTo("false");

      Answer busy = proxy.get("/admin/echo/busy");
      assertThat(busy.status()).isEqualTo(503);
      assertThat(busy.field("X-Should-Retry")).isEmpty();

      Answer full = proxy.get("/admin/echo/full");
      assertThat(full.status()).isEqualTo(503);
      assertThat(full.body()).contains("store_failed", "the disk is full");
    }
  }

  @Test
  void contentMustBeJsonOfAtMostOneMebibyte() throws Exception {
    try (CoreFixture proxy = proxy()) {
      assertThat(post(proxy, "application/json; charset=utf-8", "{}").status()).isEqualTo(200);
      assertThat(asked.get(0).content().toByteArray()).asString().isEqualTo("{}");

      assertThat(post(proxy, "text/plain", "{}").status()).isEqualTo(415);
      assertThat(post(proxy, "application/x-www-form-urlencoded", "a=1").status()).isEqualTo(415);
      assertThat(post(proxy, "application/json", " ".repeat(1 << 20)).status()).isEqualTo(200);
      assertThat(post(proxy, "application/json", " ".repeat((1 << 20) + 1)).status())
          .isEqualTo(413);
      assertThat(asked).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void postThatOnlyReadsDoesNotCountAsAChange(boolean reads) throws Exception {
    onlyReading = reads;
    try (CoreFixture proxy = proxy()) {
      for (int i = 0; i < 10; i++) {
        assertThat(post(proxy, "application/json", "{}").status()).isEqualTo(200);
      }
      assertThat(post(proxy, "application/json", "{}").status()).isEqualTo(reads ? 200 : 429);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /admin/nothing, 404",
    "GET, /admin/echo/refused, 409",
    "POST, /admin/echo/refused, 409"
  })
  void failedReadsCountAgainstTheLimitForChanges(String method, String path, int status)
      throws Exception {
    onlyReading = true;
    try (CoreFixture proxy = proxy()) {
      for (int i = 0; i < 10; i++) {
        assertThat(proxy.ask(FakeRequest.of(method, path)).status()).isEqualTo(status);
      }
      Answer tooFast = proxy.ask(FakeRequest.of(method, path));
      assertThat(tooFast.status()).isEqualTo(429);
      assertThat(tooFast.field("Retry-After")).isEqualTo("60");

      assertThat(proxy.get("/admin/echo").status()).isEqualTo(200);
      onlyReading = false;
      assertThat(post(proxy, "application/json", "{}").status()).isEqualTo(429);
    }
  }

  @Test
  void storeFailureDoesNotCountAgainstTheLimitForChanges() throws Exception {
    try (CoreFixture proxy = proxy()) {
      for (int i = 0; i < 11; i++) {
        assertThat(proxy.get("/admin/echo/full").status()).isEqualTo(503);
      }
    }
  }

  @Test
  void crossSiteRequestsDoNotUseUpTheAdminRateLimit() throws Exception {
    try (CoreFixture proxy = proxy()) {
      for (int i = 0; i < 101; i++) {
        assertThat(proxy.get("/admin/echo", "Origin", "https://evil.test").status()).isEqualTo(403);
      }
      assertThat(proxy.get("/admin/echo").status()).isEqualTo(200);
      assertThat(post(proxy, "application/json", "{}").status()).isEqualTo(200);
    }
  }

  private static Answer post(CoreFixture proxy, String type, String content) throws Exception {
    return proxy.ask(FakeRequest.post("/admin/echo", content, "Content-Type", type));
  }

  @Test
  void bearerTokenIsAcceptedAsKeyOfAdminResourcesAndNotPassedOn() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      assertThat(proxy.get("/admin/echo").status()).isEqualTo(403);
      assertThat(proxy.get("/admin/echo", "Authorization", "Bearer wrong").status()).isEqualTo(403);
      assertThat(proxy.get("/admin/echo", "Authorization", "Basic " + KEY).status()).isEqualTo(403);

      assertThat(proxy.get("/admin/echo", "Authorization", "bearer " + KEY).status())
          .isEqualTo(200);
      assertThat(asked.get(0).headers().contains("Authorization")).isFalse();
      assertThat(proxy.get("/api/a", "Authorization", "Bearer " + KEY).status()).isEqualTo(403);
    }
  }

  @Test
  void signedInBrowserNeedsNoKeyForAdminResourcesUntilItSignsOut() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      assertThat(proxy.ask(FakeRequest.of("POST", "/admin/session")).status()).isEqualTo(403);

      Answer signedIn =
          proxy.ask(FakeRequest.of("POST", "/admin/session", "Authorization", "Bearer " + KEY));
      assertThat(signedIn.status()).isEqualTo(204);
      String[] cookie = {"Cookie", signedIn.field("Set-Cookie").split(";", 2)[0]};
      assertThat(proxy.get("/admin/echo", cookie).status()).isEqualTo(200);
      for (String target : List.of("/api/a", "/api/admin/a", "/api/admin/../a")) {
        assertThat(proxy.get(target, cookie).status()).isEqualTo(403);
      }

      Answer signedOut = proxy.ask(FakeRequest.of("DELETE", "/admin/session", cookie));
      assertThat(signedOut.field("Set-Cookie")).contains("Max-Age=0");
      assertThat(proxy.get("/admin/echo", cookie).status()).isEqualTo(403);
    }
  }

  @Test
  void signingOutIsPossibleAfterTheAdminRateLimitIsReached() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      String[] bearer = {"Authorization", "Bearer " + KEY};
      Answer signedIn = proxy.ask(FakeRequest.of("POST", "/admin/session", bearer));
      String[] cookie = {"Cookie", signedIn.field("Set-Cookie").split(";", 2)[0]};
      for (int i = 1; i < 10; i++) {
        proxy.ask(FakeRequest.of("DELETE", "/admin/session", bearer));
      }
      Answer tooFast = proxy.ask(FakeRequest.of("DELETE", "/admin/session", bearer));
      assertThat(tooFast.status()).isEqualTo(429);
      assertThat(tooFast.body())
          .contains("Try again in " + tooFast.field("Retry-After") + " s.")
          .contains("admin_rate_exceeded");

      assertThat(proxy.ask(FakeRequest.of("DELETE", "/admin/session", cookie)).status())
          .isEqualTo(204);
      assertThat(proxy.get("/admin/echo", cookie).status()).isNotEqualTo(200);
      assertThat(proxy.ask(FakeRequest.of("DELETE", "/admin/session", cookie)).status())
          .isEqualTo(403);
    }
  }

  @Test
  void signingInWithoutAConfiguredKeySetsNoCookie() throws Exception {
    try (CoreFixture proxy = proxy()) {
      Answer answer = proxy.ask(FakeRequest.of("POST", "/admin/session"));

      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.head().headers())
          .isEqualTo(
              Headers.of("Date", "Thu, 01 Jan 2026 00:00:00 GMT", "Cache-Control", "no-store"));
    }
  }

  @Test
  void admissionEndsOnSignOutOnAChangedKeyOrWithoutAdminResources() throws Exception {
    AccessSettings settings = new AccessSettings().keyed();
    String[] bearer = {"Authorization", "Bearer " + KEY};
    try (CoreFixture proxy = proxy(settings)) {
      Answer signedIn = proxy.ask(FakeRequest.of("POST", "/admin/session", bearer));
      String[] cookie = {"Cookie", signedIn.field("Set-Cookie").split(";", 2)[0]};
      proxy.get("/admin/echo", bearer);
      proxy.get("/" + KEY + "/admin/echo");
      proxy.get("/admin/echo", cookie);
      assertThat(asked).allMatch(request -> request.admission().getAsBoolean());

      proxy.ask(FakeRequest.of("DELETE", "/admin/session", cookie));
      assertThat(asked.stream().map(request -> request.admission().getAsBoolean()))
          .containsExactly(true, true, false);

      proxy.core.reconfigure(settings.withoutAdmin().configuration());
      assertThat(asked).noneMatch(request -> request.admission().getAsBoolean());

      proxy.core.reconfigure(new AccessSettings().keyed("another-key-of-tests").configuration());
      assertThat(asked).noneMatch(request -> request.admission().getAsBoolean());
    }
  }

  @Test
  void wrongKeysFromTheSameAddressDoNotEndAnAdmission() throws Exception {
    try (CoreFixture proxy = proxy(new AccessSettings().keyed())) {
      proxy.get("/admin/echo", "Authorization", "Bearer " + KEY);
      for (int i = 0; i < 10; i++) {
        proxy.get("/admin/echo", "Authorization", "Bearer wrong");
      }

      assertThat(asked.get(0).admission().getAsBoolean()).isTrue();
    }
  }
}
