package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTargetParser;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a request that its key consists of. */
class CacheKeyFactoryTest {
  private static final AliasConfiguration ALIAS = AliasConfiguration.of("api", "http://up.test/v1");

  private static CacheKey key(
      AliasConfiguration alias, String method, String target, String... fields) {
    try {
      RoutedTarget routed =
          Objects.requireNonNull(
              new Router(List.of(alias)).route(RequestTargetParser.parse(target, "localhost")));
      Headers headers = Headers.of(fields);
      return factory(alias)
          .key(routed, method, headers, AcceptedCoding.of(headers), BodyDigest.NONE);
    } catch (BadTargetException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static CacheKeyFactory factory(AliasConfiguration alias) {
    return new CacheKeyFactory(
        alias, ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS, new byte[32]);
  }

  private static CacheKey key(String target, String... fields) {
    return key(ALIAS, "GET", target, fields);
  }

  private static AliasConfiguration sharing() {
    KeyConfiguration key =
        new KeyConfiguration(
            Set.of("utm"), List.of(), List.of("X-Mine", "My_Own"), Set.of("X-Team"));
    return ALIAS.withCache(
        CacheConfiguration.DEFAULT.toBuilder().shareAcrossCredentials(true).key(key).build());
  }

  /** Listing a field by its full name declares that it is no credential. */
  @ParameterizedTest
  @CsvSource({
    "X-Store-Key, true", "x-store-key, true", "X_Store_Key, false",
    "X-*, false", "*-key, false", "X-Other-Key, false",
  })
  void fieldListedByItsFullNameIsNoCredentialThoughItsNameSuggestsOne(
      String listed, boolean counts) {
    AliasConfiguration alias = sharing(List.of(listed), Set.of());

    assertThat(key(alias, "GET", "/api/x", "X-Store-Key", "a"))
        .matches(a -> counts != a.equals(key(alias, "GET", "/api/x", "X-Store-Key", "b")));
    assertThat(factory(alias).fingerprints().isCredential("x-store-key")).isNotEqualTo(counts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Auth-Token", "X-Api-Key", "X-Client-Secret"})
  void wellKnownCredentialStaysOneThoughItsFieldIsListed(String listed) {
    AliasConfiguration alias = sharing(List.of(listed), Set.of());

    assertThat(key(alias, "GET", "/api/x", listed, "a"))
        .isEqualTo(key(alias, "GET", "/api/x", listed, "b"));
  }

  @Test
  void configuredCredentialStaysOneThoughItsFieldIsListed() {
    AliasConfiguration alias =
        sharing(List.of("Authorization", "X-Store-Key"), Set.of("Authorization", "X-Store-Key"));

    for (String name : List.of("Authorization", "X-Store-Key")) {
      assertThat(key(alias, "GET", "/api/x", name, "a"))
          .isEqualTo(key(alias, "GET", "/api/x", name, "b"));
    }
  }

  private static AliasConfiguration sharing(List<String> headers, Set<String> credentials) {
    KeyConfiguration key = new KeyConfiguration(Set.of(), List.of(), headers, credentials);
    return ALIAS.withCache(
        CacheConfiguration.DEFAULT.toBuilder().shareAcrossCredentials(true).key(key).build());
  }

  /** Existing stores find their entries by these digests. */
  @ParameterizedTest
  @CsvSource({
    "/api/x, '', fba9d1c721bbccd24ad971131ef0003864f85fa7c3fbf223b2532049a4bf16a4",
    "/api/x?b=2&a=1&b=1&flag, '', 98129031f0445a743be3e7a43ff67660ec4c776e40297fe8506b3b87625fae73",
    "/api/x?a=1&token=t&%6bey=k&A,"
        + "Accept|a|accept-language|de|Accept|b|Prefer|p|openai-beta|o,"
        + "eea5f730c6b583dade99a1810faf9cf73e5464f1833ab1b937a34e059c2a3700",
    "/api/%7e/y?,"
        + "'Prefer|p|ACCEPT|a|Accept-Encoding|br, GZip|X-API-Buddy-Variant|v',"
        + "61c8206ce75c49e3916563b99d7d6c6c249fd1dd2e4f76a511babaf47a861987",
    "/api?z&y,"
        + "X-Api-Key|k|Authorization|Bearer b|authorization|c|Accept-Encoding|gzip;q=0,"
        + "f934feb6bbb6982b55657e40d1fcd2671979696b9529cdde8707b4887f1ffd15",
  })
  void digestsAreTheSameAsInEarlierVersions(String target, String fields, String hex) {
    String[] namesAndValues = fields.isEmpty() ? new String[0] : fields.split("\\|", -1);

    assertThat(key(target, namesAndValues).hex()).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/x?b=1&a=2, /api/x?a=2&b=1",
    "/api/x?a=1&b=0&a=2, /api/x?a=1&a=2&b=0",
  })
  void orderOfDifferentNamesInTheQueryIsIgnored(String one, String other) {
    assertThat(key(one)).isEqualTo(key(other)).hasSameHashCodeAs(key(other));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/x?a=1&a=2, /api/x?a=2&a=1",
    "/api/x?flag, /api/x?flag=",
    "/api/x, /api/x?",
    "/api/s, /api/s/",
    "/api/a%2Fb, /api/a/b",
    "/api/%7e, /api/~",
    "/api/x?a=%41, /api/x?a=A",
  })
  void anyOtherDifferenceInTheTargetMakesAnotherKey(String one, String other) {
    assertThat(key(one)).isNotEqualTo(key(other));
  }

  @Test
  void headHasTheKeyOfGetAndOtherMethodsTheirOwn() {
    assertThat(key(ALIAS, "HEAD", "/api/x")).isEqualTo(key("/api/x"));
    assertThat(key(ALIAS, "POST", "/api/x")).isNotEqualTo(key("/api/x"));
  }

  @Test
  void aliasUpstreamAndTargetAreParts() {
    assertThat(key("/api/x"))
        .returns("api", CacheKey::domain)
        .returns("http://up.test/v1", CacheKey::upstream)
        .returns("/v1/x", CacheKey::target)
        .isNotEqualTo(key(AliasConfiguration.of("api", "http://up.test/v2"), "GET", "/api/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "cookie",
        "X-API-Key",
        "Api-Key",
        "X-Goog-Api-Key",
        "PRIVATE-TOKEN",
        "xi-api-key",
        "X_Api_Key",
        "apikey",
        "X-RapidAPI-Key",
        "Ocp-Apim-Subscription-Key",
        "X-Auth-Email",
        "X-Vault-Token",
        "DD-APPLICATION-KEY",
        "Mcp-Session-Id",
        "X-Client-Secret",
        "Fastly-Key",
        "X-ClickHouse-Key",
        "X-Appwrite-Key",
        "X-Appwrite-JWT",
        "X-Master-Key",
        "X-Parse-Master-Key",
        "X-TBA-Auth-Key",
        "X-Sentry-Auth",
        "Helicone-Auth",
        "X-Metabase-Session",
        "vmware-api-session-id",
        "X-Session-Id",
        "X-Honeycomb-Team",
        "X-JFrog-Art-Api",
        "X-ApiKeys",
        "X-Ovh-Consumer",
        "X-Ovh-Application",
        "X-chkp-sid",
        "Auth",
        "icSessionId",
        "INFA-SESSION-ID",
        "SEC",
        "X-HP3PAR-WSAPI-SessionKey",
        "X-RestSvcSessionId",
        "X-WSSE",
        "X-Authentication",
        "PayPal-Auth-Assertion",
        "CB-ACCESS-PASSPHRASE",
        "AccessKey",
        "authkey",
        "APCA-API-SECRET-KEY",
        "Neon-Connection-String",
        "Consent-ID",
        "X-FTL-SID",
        "sid",
        "OTCSTicket"
      })
  void differentCredentialsMakeDifferentKeys(String field) {
    CacheKey mine = key("/api/x", field, "secret-1");

    assertThat(mine).isEqualTo(key("/api/x", field, "secret-1"));
    assertThat(mine).isNotEqualTo(key("/api/x", field, "secret-2")).isNotEqualTo(key("/api/x"));
    assertThat(mine.credential()).hasSize(32);
    assertThat(mine.selected()).doesNotContain("secret-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWSALBCORS",
        "AWSALBAPP-0",
        "AWSELB",
        "AWSELBCORS",
        "ARRAffinitySameSite",
        "ApplicationGatewayAffinityCORS",
        "ASLBSA",
        "HWWAFSESID",
        "acw_tc",
        "heroku-session-affinity",
        "BIGipServerpool",
        "GCLB",
        "__cf_bm",
        "__cflb",
        "_cfuvid",
        "ak_bmsc",
        "bm_sv",
        "incap_ses_1",
        "nlbi_1",
        "visid_incap_1"
      })
  void loadBalancerCookieIsIgnored(String name) {
    assertThat(key("/api/x", "Cookie", name + "=1")).isEqualTo(key("/api/x"));
  }

  @Test
  void signInCookieOfALoadBalancerIsACredential() {
    assertThat(key("/api/x", "Cookie", "AWSALB=1; AWSELBAuthSessionCookie-0=a"))
        .isNotEqualTo(key("/api/x", "Cookie", "AWSALB=1; AWSELBAuthSessionCookie-0=b"))
        .isNotEqualTo(key("/api/x"));
  }

  @Test
  void loadBalancerCookiesAreIgnoredBesideOtherCookies() {
    assertThat(key("/api/x", "Cookie", "AWSALB=1; __cf_bm=2")).isEqualTo(key("/api/x"));
    assertThat(key("/api/x", "Cookie", "AWSALB=1; session=a; _cfuvid=2"))
        .isEqualTo(key("/api/x", "Cookie", "session=a"))
        .isNotEqualTo(key("/api/x", "Cookie", "AWSALB=1; session=b"));
    assertThat(key("/api/x", "Cookie", "a=1;b=2"))
        .isNotEqualTo(key("/api/x", "Cookie", "a=1; b=2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-CSRF-Token",
        "X-Request-Id",
        "Sec-WebSocket-Key",
        "User-Agent",
        "Surrogate-Key",
        "X-Cache-Key",
        "X-Request-Key",
        "X-Routing-Key",
        "X-Claude-Code-Session-Id",
        "session_id",
        "ai-o11y-request-id",
        "x-portkey-trace-id",
        "amz-sdk-invocation-id",
        "Postman-Token",
        "X-DashScope-UserAgent",
        "X-Goog-Gcs-Idempotency-Token",
        "Kubectl-Session",
        "npm-session",
        "x-opencode-session"
      })
  void fieldThatOnlySoundsLikeACredentialIsIgnored(String field) {
    assertThat(key("/api/x", field, "one")).isEqualTo(key("/api/x", field, "two"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Goog-FieldMask",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
        "X-Page-Token",
        "Last-Event-ID",
        "Idempotency-Key",
        "X-Idempotency-Key",
        "Idempotence-Key",
        "PayPal-Request-Id",
        "Accept-Crs",
        "orgId",
        "X-com-zoho-invoice-organizationid",
        "X-Project-ID",
        "Procore-Company-Id",
        "X-Business",
        "Store",
        "x-sandbox-name",
        "X-PD-Environment",
        "x-apideck-consumer-id",
        "x-apideck-service-id",
        "Connection-Id",
        "sw-language-id",
        "sw-currency-id",
        "Xero-Tenant-Id",
        "X-Microsoft-OutputFormat",
        "X-Loc-Lat",
        "X-With-Links-Summary",
        "X-Respond-With",
        "X-Engine",
        "X-Target-Selector",
        "Sforce-Query-Options",
        "x-portkey-provider",
        "x-portkey-config",
        "x-portkey-custom-host",
        "Helicone-Target-Url",
        "Helicone-Cache-Seed",
        "X-Headroom-Base-Url",
        "ai-language-model-id",
        "ai-language-model-streaming",
        "ai-model-id",
        "azureml-model-deployment",
        "AI-Resource-Group",
        "X-Amzn-Bedrock-GuardrailIdentifier",
        "X-Amzn-Bedrock-GuardrailVersion",
        "x-policy-id",
        "X-Hasura-User-Id",
        "X-Amz-Target",
        "SOAPAction",
        "Dropbox-API-Arg",
        "X-Scope-OrgID",
        "X-Vault-Namespace",
        "X-Currency",
        "Accept_Language",
        "login-customer-id",
        "On-Behalf-Of",
        "X-On-Behalf-Of",
        "As-User",
        "X-Impersonate-User",
        "X-Impersonate",
        "X-GEMINI-PAYLOAD",
        "Sudo",
        "Api-Username",
        "MSCRMCallerID",
        "CallerObjectId",
        "Stripe-Account",
        "Amazon-Advertising-API-Scope",
        "X-ClickHouse-Database",
        "x-ms-documentdb-partitionkey",
        "x-ms-documentdb-partitionkeyrangeid",
        "x-ms-continuation",
        "X-Partition-Key",
        "X-EBAY-C-MARKETPLACE-ID",
        "X-EBAY-C-ENDUSERCTX",
        "X-EBAY-API-SITEID",
        "wix-site-id",
        "SiteId",
        "Toast-Restaurant-External-ID",
        "Pardot-Business-Unit-Id",
        "X-Integration-Id",
        "X-MSTR-ProjectID",
        "bluemix-instance",
        "ibm-service-instance-id",
        "X-VMWARE-VCLOUD-TENANT-CONTEXT",
        "TenantId",
        "Tenant-Id",
        "Account-Id",
        "Region",
        "BoxApi",
        "Version",
        "revision",
        "branch",
        "gcms-stage",
        "gcms-locales",
        "X-Include-Drafts",
        "X-Exclude-Invalid",
        "Magento-Store-View-Code",
        "X-Trino-Catalog",
        "X-Trino-Schema",
        "Surreal-NS",
        "surreal-db",
        "Neon-Array-Mode",
        "Effective-Of",
        "X-DashScope-SSE",
        "X-Api-Resource-Id",
        "X-Unfold-Goals",
        "X-Plex-Container-Start",
        "X-Site",
        "X-Retain-Images",
        "X-Md-Link-Style"
      })
  void fieldThatSelectsTheAnswerMakesAnotherKey(String field) {
    assertThat(key("/api/x", field, "one"))
        .isNotEqualTo(key("/api/x", field, "two"))
        .returns("", CacheKey::credential);
  }

  @Test
  void theSameSecretInAnotherFieldIsAnotherCredential() {
    assertThat(key("/api/x", "Api-Key", "s")).isNotEqualTo(key("/api/x", "X-Api-Key", "s"));
    assertThat(key("/api/x?key=s")).isNotEqualTo(key("/api/x", "Api-Key", "s"));
  }

  @Test
  void credentialsInTheQueryAreMaskedAndMakeDifferentKeys() {
    CacheKey mine = key("/api/x?q=1&api_key=secret-1");

    assertThat(mine.target()).isEqualTo("/v1/x?api_key=***&q=1");
    assertThat(mine).isEqualTo(key("/api/x?api_key=secret-1&q=1"));
    assertThat(mine).isNotEqualTo(key("/api/x?q=1&api_key=secret-2"));
  }

  @Test
  void credentialsAreIgnoredIfTheyShare() {
    assertThat(key(sharing(), "GET", "/api/x?key=1", "X-Team", "1"))
        .isEqualTo(key(sharing(), "GET", "/api/x?key=2", "X-Team", "2"))
        .returns("", CacheKey::credential);
  }

  @Test
  void keysOfSharedEntriesDifferFromThoseOfSeparateOnes() {
    assertThat(key(sharing(), "GET", "/api/x")).isNotEqualTo(key("/api/x"));
  }

  @Test
  void ignoredParametersAndSelectedFieldsAreConfigurable() {
    assertThat(key(sharing(), "GET", "/api/x", "my_own", "1"))
        .isNotEqualTo(key(sharing(), "GET", "/api/x", "my_own", "2"));
    assertThat(key(sharing(), "GET", "/api/x?utm=1", "Accept", "a"))
        .isEqualTo(key(sharing(), "GET", "/api/x", "Accept", "b"));
    assertThat(key(sharing(), "GET", "/api/x", "x-mine", "a"))
        .isNotEqualTo(key(sharing(), "GET", "/api/x", "X-Mine", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept",
        "Accept-Language",
        "Prefer",
        "anthropic-version",
        "OpenAI-Beta",
        "OpenAI-Organization",
        "OpenAI-Project",
        "X-Account",
        "X-API-Buddy-Variant"
      }) // X-Account ends like *-account
  void fieldsThatChangeTheAnswerMakeDifferentKeys(String field) {
    assertThat(key("/api/x", field, "1")).isNotEqualTo(key("/api/x", field, "2"));
    assertThat(key("/api/x", field, "1")).isNotEqualTo(key("/api/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "User-Agent",
        "X-Stainless-Lang",
        "X-Stainless-Package-Version",
        "X-Fern-SDK-Version",
        "X-Fern-Runtime-Version",
        "X-Fern-Language",
        "Sec-Fetch-Site",
        "Sec-CH-UA-Full-Version",
        "X-Request-Id",
        "Date",
        "Traceparent",
        "Cache-Control",
        "X-API-Buddy-Cache",
        "If-None-Match",
        "Host",
        "X-Forwarded-User",
        "X_Forwarded_User",
        "X-Forwarded-Preferred-Username",
        "X-Forwarded-Access-Token",
        "Proxy-Authorization",
        "X-Original-URL"
      })
  void fieldsThatDoNotChangeTheAnswerAreIgnored(String field) {
    assertThat(key("/api/x", field, "1")).isEqualTo(key("/api/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-User", "x_forwarded_user", "Forwarded", "TE", "Host"})
  void fieldThatIsNotSentUpstreamIsIgnoredHoweverItIsListed(String field) {
    for (String listed : List.of(field, "*")) {
      AliasConfiguration selecting = with(List.of(listed), Set.of());
      AliasConfiguration naming = with(List.of(), Set.of(field));

      assertThat(key(selecting, "GET", "/api/x", field, "1"))
          .isEqualTo(key(selecting, "GET", "/api/x"));
      assertThat(key(naming, "GET", "/api/x", field, "1")).isEqualTo(key(naming, "GET", "/api/x"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control",
        "Pragma",
        "Range",
        "If-Range",
        "If-None-Match",
        "If-Modified-Since",
        "If-Match",
        "If-Unmodified-Since",
        "Expect",
        "Via",
        "Content-Length"
      })
  void fieldThatTheProxyEvaluatesIsIgnoredHoweverItIsListed(String field) {
    for (String listed : List.of(field, "*", field.substring(0, 2) + "*")) {
      AliasConfiguration alias = with(List.of(listed), Set.of());

      assertThat(key(alias, "GET", "/api/x", field, "1")).isEqualTo(key(alias, "GET", "/api/x"));
    }
  }

  private static AliasConfiguration with(List<String> headers, Set<String> credentials) {
    KeyConfiguration key = new KeyConfiguration(Set.of(), List.of(), headers, credentials);
    return ALIAS.withCache(CacheConfiguration.DEFAULT.toBuilder().key(key).build());
  }

  @Test
  void contentTypeOfARequestWithoutContentIsAPartIfItIsSelected() {
    CacheKey xml = key("/api/x", "Content-Type", "application/xml");

    assertThat(xml)
        .isEqualTo(key("/api/x", "content-type", "application/xml "))
        .isNotEqualTo(key("/api/x", "Content-Type", "application/json"))
        .isNotEqualTo(key("/api/x"))
        .returns("application/xml", CacheKey::contentType)
        .returns("", CacheKey::bodyDigest);
    assertThat(key("/api/x").contentType()).isEmpty();
    assertThat(key("/api/x", "Content-Type", "application/xml", "Content-Type", "text/plain"))
        .isNotEqualTo(xml);
    assertThat(key(sharing(), "GET", "/api/x", "Content-Type", "application/xml"))
        .isEqualTo(key(sharing(), "GET", "/api/x"));
  }

  @Test
  void caseAndOrderOfFieldsAreIgnoredButNotTheOrderOfEqualNames() {
    assertThat(key("/api/x", "Accept", "a", "Prefer", "b"))
        .isEqualTo(key("/api/x", "prefer", "b", "ACCEPT", "a"));
    assertThat(key("/api/x", "Accept", "a", "Accept", "b"))
        .isNotEqualTo(key("/api/x", "Accept", "b", "Accept", "a"));
  }

  @Test
  void acceptEncodingIsReducedToGzipOrIdentity() {
    assertThat(key("/api/x", "Accept-Encoding", "gzip, br"))
        .isEqualTo(key("/api/x", "Accept-Encoding", "gzip"))
        .isNotEqualTo(key("/api/x"));
    assertThat(key("/api/x", "Accept-Encoding", "br")).isEqualTo(key("/api/x"));
  }

  @Test
  void shownTargetHasItsCredentialsMaskedAndItsOrderKept() throws Exception {
    assertThat(factory(ALIAS).shown(RequestTargetParser.parse("/x?z=1&token=t&a", "localhost")))
        .isEqualTo("/x?z=1&token=***&a");
  }
}
