package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.config.AdminConfiguration;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.domain.security.KeyReading.Verdict;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.RequestHead;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request may have the key, and the request without it. */
class KeyReaderTest {
  private static final String KEY = "Sixteen-Letters_1";
  private static final String ADMIN = "Other-Letters~2345";

  private static KeyReader reader(
      AccessConfiguration from, boolean keyed, String admin, Set<KeyPosition> positions) {
    return new KeyReader(
        new AccessConfiguration(
            keyed ? AccessKey.of(KEY) : null,
            positions,
            from.paramName(),
            from.headerName(),
            from.lockout(),
            from.allowedOrigins(),
            true,
            new AdminConfiguration(true, admin.isEmpty() ? null : AccessKey.of(admin), 10)));
  }

  private static KeyReader reader(KeyPosition... positions) {
    return reader(AccessConfiguration.OPEN, true, "", Set.of(positions));
  }

  private static KeyReader everywhere() {
    return reader(KeyPosition.values());
  }

  private static RequestHead head(String target, String... fields) {
    return new RequestHead("GET", target, ProtocolVersion.HTTP_1_1, Headers.of(fields));
  }

  @ParameterizedTest
  @CsvSource({
    "/KEY/api/x, /api/x",
    "/KEY/api/x?q=1, /api/x?q=1",
    "/KEY/api, /api",
    "/KEY/, /",
    "/KEY, /",
    "/KEY?q, /?q",
    "http://localhost:8080/KEY/api/x, http://localhost:8080/api/x",
    "/KEY//api, //api",
  })
  void keyIsReadFromThePathBeforeTheAlias(String target, String rest) {
    KeyReading reading =
        reader(KeyPosition.PATH_PREFIX).read(head(target.replace("KEY", KEY), "A", "b"));

    assertThat(reading.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(reading.head()).isEqualTo(head(rest.replace("KEY", KEY), "A", "b"));
    assertThat(reading.prefix()).isEqualTo("/" + KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/KEY/api/KEY/x", "/KEY/api/x?back=http://h/KEY/api"})
  void repeatedKeyIsMisplaced(String target) {
    KeyReading reading = reader(KeyPosition.PATH_PREFIX).read(head(target.replace("KEY", KEY)));

    assertThat(reading.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(reading.misplaced()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/x?proxy_key=KEY, /api/x",
    "/api/x?proxy_key=KEY&a=1, /api/x?a=1",
    "/api/x?a&proxy_key=KEY&&b=, /api/x?a&&b=",
    "/api/x?%70roxy_key=KEY&a, /api/x?a",
    "http://localhost?proxy_key=KEY, http://localhost",
  })
  void keyIsReadFromTheQueryAmongOtherParameters(String target, String rest) {
    KeyReading reading = reader(KeyPosition.QUERY_PARAM).read(head(target.replace("KEY", KEY)));

    assertThat(reading.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(reading.head().target()).isEqualTo(rest);
    assertThat(reading.prefix()).isEmpty();
  }

  @Test
  void keyIsReadFromAField() {
    KeyReading reading =
        reader(KeyPosition.HEADER).read(head("/api/x?q", "A", "b", "x-proxy-KEY", KEY));

    assertThat(reading.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(reading.head()).isEqualTo(head("/api/x?q", "A", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sixteen-letters_1",
        "Sixteen-Letters_12",
        "Sixteen-Letters_",
        "Sixteen%2DLetters_1",
        "Sixteen-Letters_1%00",
        "Sixteen-Letters_1,Sixteen-Letters_1",
        "=Sixteen-Letters_1",
        "wrong"
      })
  void otherTextsAreWrongKeys(String wrong) {
    assertThat(everywhere().read(head("/" + wrong + "/api/x")).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(everywhere().read(head("/api/x?proxy_key=" + wrong)).verdict())
        .isEqualTo(Verdict.WRONG);
    assertThat(everywhere().read(head("/api/x", "X-Proxy-Key", wrong)).verdict())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void emptyKeyIsWrongAndAbsentKeyIsMissing() {
    KeyReader elsewhere = reader(KeyPosition.QUERY_PARAM, KeyPosition.HEADER);

    assertThat(elsewhere.read(head("/api/x")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(elsewhere.read(head("*")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(elsewhere.read(head("h:443")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(elsewhere.read(head("/" + KEY + "/api/x")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(elsewhere.read(head("/api/x?proxy_key=")).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(elsewhere.read(head("/api/x?proxy_key")).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(elsewhere.read(head("/api/x", "X-Proxy-Key", "")).verdict())
        .isEqualTo(Verdict.WRONG);
    assertThat(everywhere().read(head("/")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(everywhere().read(head("//api/x")).verdict()).isEqualTo(Verdict.MISSING);
  }

  @Test
  void keyMayStandInSeveralPositionsButOnlyOnceInEach() {
    KeyReader keys = everywhere();
    String path = "/" + KEY + "/api/x";
    String query = "?proxy_key=" + KEY;

    assertThat(keys.read(head(path + query, "X-Proxy-Key", KEY)).verdict())
        .isEqualTo(Verdict.RIGHT);
    assertThat(keys.read(head("/" + KEY + path)).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/api" + query + "&proxy_key=" + KEY)).verdict())
        .isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/api", "X-Proxy-Key", KEY, "x-proxy-key", KEY)).verdict())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void oneWrongKeyOutweighsTheRightOne() {
    KeyReader keys = everywhere();

    assertThat(keys.read(head("/" + KEY + "/api?proxy_key=wrong")).verdict())
        .isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/" + KEY + "/api", "X-Proxy-Key", "wrong")).verdict())
        .isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/api?proxy_key=wrong", "X-Proxy-Key", KEY)).verdict())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void keyInAPositionThatIsNotAllowedIsIgnoredAndRemoved() {
    KeyReading reading =
        reader(KeyPosition.PATH_PREFIX)
            .read(
                head(
                    "/" + KEY + "/api?proxy_key=" + KEY + "&a",
                    "X-Proxy-Key",
                    "wrong",
                    "Referer",
                    "http://localhost:8080/" + KEY + "/api/page",
                    "Destination",
                    "http://localhost:8080/" + KEY + "/api/copy",
                    "Accept",
                    "*/*"));

    assertThat(reading.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(reading.head()).isEqualTo(head("/api?a", "Accept", "*/*"));
    assertThat(reader(KeyPosition.HEADER).read(head("/api?proxy_key=mine", "X-Proxy-Key", KEY)))
        .returns("/api?proxy_key=mine", found -> found.head().target());
    assertThat(reader(KeyPosition.HEADER).read(head("/api?proxy_key=" + KEY)).verdict())
        .isEqualTo(Verdict.MISSING);
  }

  @Test
  void adminKeyIsRemovedToo() {
    KeyReader keys =
        reader(
            AccessConfiguration.OPEN,
            true,
            ADMIN,
            EnumSet.of(KeyPosition.PATH_PREFIX, KeyPosition.HEADER));
    String page = "http://h/" + ADMIN + "/admin/ui";

    KeyReading reading = keys.read(head("/" + KEY + "/api/x", "Referer", page, "Accept", "*/*"));
    assertThat(reading.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(reading.misplaced()).isFalse();
    assertThat(reading.head()).isEqualTo(head("/api/x", "Accept", "*/*"));
    assertThat(keys.read(head("/" + KEY + "/api/x?back=" + page)).misplaced()).isTrue();
  }

  @Test
  void adminResourcesRequireTheAdminKey() {
    KeyReader keys =
        reader(AccessConfiguration.OPEN, true, ADMIN, EnumSet.allOf(KeyPosition.class));

    KeyReading reading = keys.read(head("/" + ADMIN + "/admin/status"));
    assertThat(reading.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(reading.forAdmin()).isTrue();
    assertThat(reading.head().target()).isEqualTo("/admin/status");
    assertThat(keys.read(head("/" + KEY + "/admin/status")).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/admin", "X-Proxy-Key", KEY)).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/" + ADMIN + "/api/x")).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/api", "X-Proxy-Key", ADMIN)).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/api", "X-Proxy-Key", KEY)).verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(keys.read(head("/admins/x", "X-Proxy-Key", KEY)))
        .returns(Verdict.RIGHT, KeyReading::verdict)
        .returns(false, KeyReading::forAdmin);
  }

  @Test
  void adminResourcesRequireTheAccessKeyIfThereIsNoAdminKey() {
    assertThat(everywhere().read(head("/" + KEY + "/admin/status")).verdict())
        .isEqualTo(Verdict.RIGHT);
    assertThat(everywhere().read(head("/admin/status")).verdict()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void adminKeyAloneProtectsAdminResourcesOnly() {
    KeyReader keys =
        reader(AccessConfiguration.OPEN, false, ADMIN, EnumSet.allOf(KeyPosition.class));

    assertThat(keys.requiresNone()).isFalse();
    assertThat(keys.read(head("/api/x", "X-Proxy-Key", ADMIN)))
        .returns(Verdict.NOT_REQUIRED, KeyReading::verdict)
        .returns(head("/api/x"), KeyReading::head);
    assertThat(keys.read(head("/admin/status")).verdict()).isEqualTo(Verdict.WRONG);
    assertThat(keys.read(head("/" + ADMIN + "/admin/status")).verdict()).isEqualTo(Verdict.RIGHT);
  }

  @ParameterizedTest
  @CsvSource({
    "/admin/health, NOT_REQUIRED",
    "/admin/health?x, NOT_REQUIRED",
    "/admin/health/, WRONG",
    "/admin/healthy, WRONG",
    "/Admin/health, WRONG",
    "/%61dmin/health, WRONG",
    "//admin/health, MISSING",
    "/admin;x/health, WRONG",
    "/api/../admin/health, WRONG",
    "/admin/ui, NOT_REQUIRED",
    "/admin/ui/app.js, NOT_REQUIRED",
    "/admin/uix, WRONG",
  })
  void healthAndTheDashboardNeedNoKey(String target, Verdict verdict) {
    assertThat(everywhere().read(head(target)).verdict()).isEqualTo(verdict);
  }

  @Test
  void fieldsThatContainAKeyAreRemovedWhateverTheTarget() {
    KeyReader keys =
        reader(AccessConfiguration.OPEN, true, ADMIN, EnumSet.allOf(KeyPosition.class));

    for (String target : new String[] {"/" + KEY + "/api", "/" + ADMIN + "/api", "/api", "/"}) {
      assertThat(keys.read(head(target, "Referer", "a" + KEY, "X", ADMIN + "b", "C", "d")))
          .extracting(found -> found.head().headers())
          .isEqualTo(Headers.of("C", "d"));
    }
    KeyReader adminAlone =
        reader(AccessConfiguration.OPEN, false, ADMIN, EnumSet.allOf(KeyPosition.class));
    assertThat(adminAlone.read(head("/api/x", "Referer", "a" + ADMIN, "C", "d")).head())
        .isEqualTo(head("/api/x", "C", "d"));
  }

  @Test
  void readerWithoutAnyKeyWantsNone() {
    assertThat(new KeyReader(AccessConfiguration.OPEN).requiresNone()).isTrue();
  }
}
