package io.apibuddy.domain.config;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes the requests of one mapping in the cache key, beyond method, target and body.
 *
 * @param ignoreQuery names of query parameters that are left out of the key
 * @param ignoreJson JSON pointers (RFC 6901) of body members that are left out of the key
 * @param headers names of fields that are part of the key, compared without regard to case; {@code
 *     *} at the beginning or end stands for any text
 * @param credentialHeaders names of fields that hold credentials, compared without regard to case
 */
public record KeyConfiguration(
    Set<String> ignoreQuery,
    List<String> ignoreJson,
    List<String> headers,
    Set<String> credentialHeaders) {

  /** The fields that are part of the key by default. */
  public static final List<String> DEFAULT_HEADERS =
      List.of(
          "Accept",
          "Accept-*",
          "Content-Type",
          "Prefer",
          "Last-Event-ID",
          "*Idempotency-Key",
          "*Idempotence-Key",
          "PayPal-Request-Id",
          "SOAPAction",
          "Access-Control-Request-*",
          "ConsistencyLevel",
          "Stripe-Context",
          "X-Goog-FieldMask",
          "X-Hasura-*",
          "Dropbox-API-*",
          "Impersonate-*",
          "X-Impersonate",
          "On-Behalf-Of",
          "*-on-behalf-of",
          "Sudo",
          "MSCRMCallerID",
          "CallerObjectId",
          "Amazon-Advertising-API-Scope",
          "*-target",
          "*-action",
          "*-payload",
          "*version",
          "revision",
          "*-beta",
          "*organization",
          "*organization-id",
          "*organizationid",
          "*org-id",
          "*orgid",
          "*project",
          "*project-id",
          "*projectid",
          "*account",
          "*account-id",
          "*accountid",
          "*tenant",
          "*tenant-id",
          "*tenantid",
          "*-tenant-context",
          "*namespace",
          "*-user",
          "*-username",
          "*-user-id",
          "*company-id",
          "*companyid",
          "X-Business",
          "*-business-unit-id",
          "*-merchant-id",
          "Store",
          "*-store-id",
          "*-site",
          "*site-id",
          "*siteid",
          "*-external-id",
          "*-sandbox-name",
          "*-environment",
          "*-consumer-id",
          "*-integration-id",
          "*-service-id",
          "bluemix-instance",
          "ibm-service-instance-id",
          "Connection-Id",
          "*-bot-id",
          "*workspace",
          "*workspace-id",
          "*customer-id",
          "sap-client",
          "DOLAPIENTITY",
          "X-EBAY-C-*",
          "X-EBAY-API-CALL-NAME",
          "X-EBAY-SOA-GLOBAL-ID",
          "X-EBAY-SOA-OPERATION-NAME",
          "Magento-*",
          "EP-*",
          "sw-*",
          "BoxApi",
          "branch",
          "X-Branch",
          "X-Data-Source",
          "*-profile",
          "*-provider",
          "*-format",
          "*OutputFormat",
          "*language",
          "*locale",
          "*currency",
          "*timezone",
          "*country",
          "*region",
          "*-language-id",
          "*-currency-id",
          "gcms-*",
          "X-Include-Drafts",
          "X-Exclude-Invalid",
          "Effective-Of",
          "Feature-Flags",
          "X-Unfold-*",
          "X-Loc-*",
          "X-With-*",
          "X-Retain-*",
          "X-Md-*",
          "X-Respond-With",
          "X-Engine",
          "*-model-id",
          "*-streaming",
          "*-deployment",
          "*-resource-group",
          "*-resource-id",
          "X-DashScope-SSE",
          "X-DashScope-Async",
          "X-Amzn-Bedrock-*",
          "X-Policy-Id",
          "X-Portkey-Config",
          "*-custom-host",
          "*-target-url",
          "*-base-url",
          "*-cache-seed",
          "*-selector",
          "Sforce-Query-Options",
          "*database",
          "*-catalog",
          "*-schema",
          "Neon-*",
          "Surreal-*",
          "x-ms-documentdb-*",
          "*-partition-key",
          "X-Plex-Container-*",
          "*-page-token",
          "*-continuation",
          "*-continuation-token");

  /**
   * The fields that always hold credentials. Fields with the usual names of credentials, such as
   * {@code *token} and {@code *-key}, are added to them.
   */
  public static final Set<String> DEFAULT_CREDENTIAL_HEADERS =
      Set.of("Authorization", "Cookie", "X-Api-Key", "Api-Key", "X-Goog-Api-Key");

  /** Nothing ignored, the default fields. */
  public static final KeyConfiguration DEFAULT =
      new KeyConfiguration(Set.of(), List.of(), DEFAULT_HEADERS, DEFAULT_CREDENTIAL_HEADERS);

  public KeyConfiguration {
    ignoreQuery = Set.copyOf(ignoreQuery);
    ignoreJson = List.copyOf(ignoreJson);
    headers = List.copyOf(headers);
    credentialHeaders = Set.copyOf(credentialHeaders);
  }

  // Written out: the methods that a record generates are linked at each start, which takes time.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyConfiguration that
        && ignoreQuery.equals(that.ignoreQuery)
        && ignoreJson.equals(that.ignoreJson)
        && headers.equals(that.headers)
        && credentialHeaders.equals(that.credentialHeaders);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ignoreQuery, ignoreJson, headers, credentialHeaders);
  }
}
