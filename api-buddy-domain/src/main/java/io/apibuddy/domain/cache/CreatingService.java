package io.apibuddy.domain.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Services in which a POST sends a message, pays, or makes something new each time, though it looks
 * as the one before and is answered with 200. What is asked for with GET is kept, and of the POSTs
 * those that only ask.
 */
final class CreatingService {
  private static final List<String> EVERYTHING = List.of("/**");

  /** Slack takes every method with GET too, so that its name alone tells what it does. */
  private static final List<String> SLACK =
      List.of(
          "/api/*.get",
          "/api/*.history",
          "/api/*.info",
          "/api/*.list",
          "/api/*.members",
          "/api/*.replies",
          "/api/auth.test",
          "/api/search.*",
          "/api/users.lookupByEmail");

  /** What is known of them, by the host's name without a tenant's or region's. */
  static final Map<String, Provider> BY_HOST;

  static {
    Map<String, Provider> all = new HashMap<>();
    // Messages.
    at(all, "discord", List.of("discord.com", "discordapp.com"));
    at(all, "mailchimp", List.of("api.mailchimp.com", "mandrillapp.com"));
    at(all, "mailgun", List.of("mailgun.net"));
    at(all, "postmark", List.of("api.postmarkapp.com"));
    at(all, "brevo", List.of("api.brevo.com"));
    at(all, "resend", List.of("api.resend.com"));
    at(all, "sendgrid", List.of("sendgrid.com"));
    at(all, "twilio", List.of("twilio.com"));
    at(all, "expo", List.of("exp.host"));
    at(all, "line", List.of("api.line.me"));
    at(all, "mailjet", List.of("api.mailjet.com"));
    at(all, "onesignal", List.of("onesignal.com"));
    at(all, "sparkpost", List.of("api.sparkpost.com"));
    at(all, "vonage", List.of("nexmo.com", "api.vonage.com"));
    at(all, "zoom", List.of("api.zoom.us"));
    List<String> slackFiles = List.of("/files-pri/**", "/files-tmb/**");
    all.put(
        "slack.com",
        new Provider("slack", Stream.concat(SLACK.stream(), slackFiles.stream()).toList(), SLACK));
    // A bot sends, and fetches what is new, with GET too.
    all.put("api.telegram.org", new Provider("telegram", List.of("/file/**"), List.of()));
    // Networks.
    at(all, "facebook", List.of("graph.facebook.com", "graph.instagram.com"));
    at(all, "linkedin", List.of("api.linkedin.com"));
    at(all, "reddit", List.of("oauth.reddit.com"));
    at(all, "x", List.of("api.x.com", "api.twitter.com"));
    // Money.
    at(all, "adyen", List.of("adyen.com", "adyenpayments.com"), "/**/paymentMethods");
    at(all, "intuit", List.of("quickbooks.api.intuit.com"), "/v3/company/*/query");
    at(all, "paypal", List.of("paypal.com"));
    at(
        all,
        "plaid",
        List.of("plaid.com"),
        "/**/get",
        "/institutions/get_by_id",
        "/institutions/search",
        "/transactions/sync");
    at(all, "razorpay", List.of("api.razorpay.com"));
    at(all, "xero", List.of("api.xero.com"));
    at(all, "square", List.of("squareup.com", "squareupsandbox.com"), "/v2/**/search");
    at(all, "stripe", List.of("stripe.com"));
    at(
        all,
        "shopify",
        List.of("myshopify.com"),
        "/api/*/graphql.json",
        "/admin/api/*/graphql.json");
    // Work.
    at(all, "airtable", List.of("api.airtable.com"), "/v0/*/*/listRecords");
    at(all, "asana", List.of("app.asana.com"));
    at(
        all,
        "atlassian",
        List.of("atlassian.net", "api.atlassian.com"),
        "**/rest/api/*/search/**",
        "**/rest/api/*/jql/*",
        "**/rest/api/*/issue/bulkfetch",
        "**/graphql");
    at(all, "bitbucket", List.of("api.bitbucket.org"));
    at(all, "clickup", List.of("api.clickup.com"));
    at(
        all,
        "dropbox",
        List.of("dropboxapi.com"),
        "/2/files/list_folder",
        "/2/files/get_metadata",
        "/2/files/search_v2",
        "/2/files/download",
        "/2/users/get_*");
    at(all, "github", List.of("api.github.com"), "/graphql", "/markdown", "/markdown/raw");
    at(all, "gitlab", List.of("gitlab.com"), "/api/graphql", "/api/*/markdown");
    at(
        all,
        "google-workspace",
        List.of(
            "admin.googleapis.com",
            "classroom.googleapis.com",
            "docs.googleapis.com",
            "forms.googleapis.com",
            "gmail.googleapis.com",
            "people.googleapis.com",
            "script.googleapis.com",
            "sheets.googleapis.com",
            "slides.googleapis.com",
            "tasks.googleapis.com",
            "youtube.googleapis.com",
            "www.googleapis.com"),
        "/calendar/v3/freeBusy",
        "/geolocation/v1/geolocate",
        "/v4/spreadsheets/*/values:batchGetByDataFilter",
        "/v4/spreadsheets/*:getByDataFilter");
    at(
        all,
        "google-messaging",
        List.of(
            "chat.googleapis.com",
            "cloudtasks.googleapis.com",
            "fcm.googleapis.com",
            "pubsub.googleapis.com"));
    at(all, "hubspot", List.of("api.hubapi.com"), "/crm/**/search", "/crm/**/batch/read");
    at(all, "intercom", List.of("api.intercom.io"), "/*/search");
    at(
        all,
        "microsoft-graph",
        List.of("graph.microsoft.com", "graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"),
        "/*/search/query",
        "/*/directoryObjects/getByIds",
        "/**/calendar/getSchedule");
    at(
        all,
        "notion",
        List.of("api.notion.com"),
        "/v1/search",
        "/v1/databases/*/query",
        "/v1/data_sources/*/query");
    at(
        all,
        "salesforce",
        List.of("salesforce.com"),
        "/services/data/*/graphql",
        "/services/data/*/parameterizedSearch");
    at(all, "todoist", List.of("api.todoist.com"));
    at(all, "trello", List.of("api.trello.com"));
    at(all, "zendesk", List.of("zendesk.com"));
    // Data and machines.
    at(
        all,
        "algolia",
        List.of("algolia.net", "algolianet.com"),
        "/1/indexes/*/query",
        "/1/indexes/*/queries",
        "/1/indexes/*/objects",
        "/1/indexes/*/browse",
        "/1/indexes/*/recommendations",
        "/1/indexes/*/facets/*/query",
        "/1/indexes/*/rules/search",
        "/1/indexes/*/synonyms/search");
    at(
        all,
        "cloudflare",
        List.of("api.cloudflare.com"),
        "/client/v4/graphql",
        "/client/v4/accounts/*/ai/run/**",
        "/client/v4/accounts/*/ai/v1/*",
        "/client/v4/accounts/*/ai/v1/chat/completions",
        "/client/v4/accounts/*/vectorize/v2/indexes/*/query");
    at(
        all,
        "google-data",
        List.of(
            "bigquery.googleapis.com",
            "datastore.googleapis.com",
            "firestore.googleapis.com",
            "storage.googleapis.com"),
        "/bigquery/v2/projects/*/queries",
        "/v1/projects/*:lookup",
        "/v1/projects/*:runQuery",
        "/v1/projects/*:runAggregationQuery",
        "/v1/projects/*/databases/*/**/*:batchGet",
        "/v1/projects/*/databases/*/**/*:listCollectionIds",
        "/v1/projects/*/databases/*/**/*:runQuery",
        "/v1/projects/*/databases/*/**/*:runAggregationQuery");
    at(all, "linode", List.of("api.linode.com"));
    // What is uploaded or begun there is for once.
    at(all, "assemblyai", List.of("api.assemblyai.com"), "/lemur/v3/generate/*");
    at(all, "deepl", List.of("deepl.com"), "/*/translate", "/*/write/rephrase");
    at(all, "firecrawl", List.of("api.firecrawl.dev"), "/*/scrape", "/*/search", "/*/map");
    // Packages and models: a release, a repository, a commit, a login.
    at(all, "npm", List.of("registry.npmjs.org"), "/-/npm/v1/security/**");
    at(all, "pypi", List.of("pypi.org"));
    at(all, "rubygems", List.of("rubygems.org"));
    at(
        all,
        "hugging-face",
        List.of("huggingface.co"),
        "/api/**/paths-info/**",
        "/api/validate-yaml",
        "/models/**",
        "/v1/**",
        "/*/v1/**",
        "**/chat/completions",
        "/pipeline/**",
        "/hf-inference/models/**");
    BY_HOST = Map.copyOf(all);
  }

  private CreatingService() {}

  private static void at(
      Map<String, Provider> all, String name, List<String> hosts, String... asked) {
    Provider service = new Provider(name, EVERYTHING, List.of(asked));
    for (String host : hosts) {
      all.put(host, service);
    }
  }
}
