package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Names for each key the test that fails if the key is ignored, by its effect on a client, a store
 * or a log. {@link SchemaTest} checks that each key reaches the part that uses it, as a general key
 * and as one of a mapping. A new key needs a line here, and a test.
 */
class KeyIndexTest {
  private static final String INDEX =
      """
      server.host KeyEffectTest#proxyListensOnTheConfiguredHost
      server.port CommandLineTest#flagOverridesVariableAndVariableOverridesFile
      server.max_workers ConnectionLifeTest#answers503WhenAllWorkersAreBusy
      server.max_connections KeyEffectTest#clientBeyondMaxConnectionsWaits
      server.start_timeout CachingProxyTest#givesUpBindingAfterTheStartTimeout
      server.connect_timeout TlsFaultsTest#aHandshakeThatNeverEndsIs504WithinTheConnectTimeout
      server.request_timeout UpstreamFaultsTest#answerThatDoesNotArriveInTimeIs504
      server.upstream_idle_timeout UpstreamFaultsTest#truncatedContentIsVisibleToTheClient
      server.max_request_size KeyEffectTest#configurationKeyTakesEffect
      server.max_header_size KeyEffectTest#configurationKeyTakesEffect
      server.max_target_size KeyEffectTest#configurationKeyTakesEffect
      server.header_timeout KeyEffectTest#headThatDoesNotArriveWithinTheHeaderTimeoutIsRefused
      server.client_idle_timeout KeyEffectTest#idleConnectionIsClosedAfterTheClientIdleTimeout
      server.shutdown_grace ConnectionLifeTest#closeResetsAnExchangeThatOutlivesTheGrace
      server.allowed_hosts KeyEffectTest#configurationKeyTakesEffect
      server.upstream_ca_file LiveConfigurationTest#changedUpstreamCaFileTakesEffectFromTheNextRequest
      server.upstream_proxy ForwardProxyTest#requestsReachTheUpstreamThroughOneReusedTunnel
      server.no_proxy ForwardProxyTest#loopbackAndNoProxyHostsAreReachedDirectly
      cache.backend CommandLineTest#backendFlagSelectsTheStorageEngine
      cache.database_path CommandLineTest#storeIsBelowXdgCacheHomeOrAtTheGivenPath
      cache.policy KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.mode KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.default_ttl_days KeyEffectTest#configurationKeyTakesEffect
      cache.default_ttl KeyEffectTest#configurationKeyTakesEffect
      cache.max_entries LiveConfigurationTest#theStoresBoundsChangeWithTheConfiguration
      cache.max_size_mb FloodContract#storageStaysWithinItsBoundsUnderAFloodOfKeys
      cache.memory_max_mb CaffeineHotTierTest#staysWithinItsBound
      cache.enable_compression CompressionTest#compressionCanBeSwitchedWhileTheStoreIsOpen
      cache.cleanup_interval_hours StoreUpkeepTest#expiredEntriesAreRemovedWhenCleaningIsDue
      cache.store_budget TroubleTest#foreignLockDelaysWritersForTheirBudgetAndReadersNotAtAll
      cache.cacheable_methods KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.cache_error_responses KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.min_cache_response_size KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.max_cache_response_size KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.max_key_body_size KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.share_across_credentials KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.ignore_no_store KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.respect_client_cache_control KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.coalesce KeyEffectTest#withoutCoalescingEqualRequestsAreEachFetched
      cache.stale_if_error_seconds KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.stale_while_revalidate_seconds KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.key.ignore_query KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.key.ignore_json KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.key.headers KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      cache.key.credential_headers KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      throttling.default_requests_per_hour KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      throttling.domain_limits KeyEffectTest#configurationKeyTakesEffect
      throttling.limits KeyEffectTest#configurationKeyTakesEffect
      throttling.progressive_enabled LiveConfigurationTest#changedThrottlingLimitTakesEffectFromTheNextRequest
      throttling.progressive_max_delay ThrottleLedgerContract#eachViolationDoublesThePenaltyUpToTheMaximum
      throttling.max_wait_seconds ThrottlingTest#waitingRequestsAreServedInOrderExceptThoseWhoseClientLeft
      throttling.respect_upstream KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      throttling.max_pause KeyEffectTest#keyOfSectionAndMappingTakesEffectInBothPlaces
      security.require_secure_key KeyEffectTest#configurationKeyTakesEffect
      security.secure_key AccessTest#adminResourcesRequireTheAdminKeyForEveryMethod
      security.key_position AccessTest#keyIsAcceptedInEachPositionAndNeverSentUpstream
      security.key_param_name AccessTest#keyNamesAndLockoutTimeAreConfigurable
      security.key_header_name AccessTest#keyNamesAndLockoutTimeAreConfigurable
      security.failed_auth_lockout_minutes AccessTest#keyNamesAndLockoutTimeAreConfigurable
      security.admin_rate_limit_per_minute AccessTest#allowedOriginsAdminRateLimitAndSecurityNoticesAreConfigurable
      security.log_security_events AccessTest#allowedOriginsAdminRateLimitAndSecurityNoticesAreConfigurable
      security.allow_open ConfigurationRulesTest#acceptsOtherHostsOnlyWithAllowOpenOrARequiredKey
      security.allowed_origins AccessTest#allowedOriginsAdminRateLimitAndSecurityNoticesAreConfigurable
      security.credential_query_params KeyEffectTest#configuredCredentialParameterIsTreatedAsACredential
      admin.enabled AccessTest#allowedOriginsAdminRateLimitAndSecurityNoticesAreConfigurable
      admin.secure_key AccessTest#adminResourcesRequireTheAdminKeyForEveryMethod
      metrics.retention_days JournalUpkeepTest#rowsOlderThanTheRetentionAreRemoved
      metrics.prices MetricsTest#everyHitCountsTheSavedTokensAndTheirPrice
      logging.format ObserversTest#jsonLogFormatWritesOneObjectPerLine
      logging.log_to_parent ObserversTest#exchangesAreLoggedToTheConfiguredLoggerUnlessSwitchedOff
      logging.parent_logger ObserversTest#exchangesAreLoggedToTheConfiguredLoggerUnlessSwitchedOff
      callbacks ObserversTest#callbackGetsOnlyItsEventWithTheClientsRequestId
      rules RulesTest#passthroughRuleKeepsRequestsFromTheCacheAndIsNamedInCacheStatus
      logging.level ExchangeLogTest#leavesOutEventsBelowTheThreshold
      logging.include_secure_key ConfigurationRulesTest#neverLogsTheKey
      upstream CachingProxyTest#environmentAndBuilderValuesOverrideTheFile
      headers AccessTest#configuredCredentialReplacesTheClients
      ttl KeyEffectTest#configurationKeyTakesEffect
      ttl_seconds KeyEffectTest#configurationKeyTakesEffect
      """;

  @Test
  void everyKeyIsIndexedWithAnExistingTest() throws IOException {
    Map<String, String> index = new TreeMap<>();
    INDEX.lines().map(line -> line.split(" ", 2)).forEach(line -> index.put(line[0], line[1]));
    Set<String> keys = new TreeSet<>();
    new Schema().keys().forEach(key -> keys.add(name(key)));

    assertThat(index.keySet()).isEqualTo(keys);
    List<String> missing = new ArrayList<>();
    Map<String, String> sources = sources();
    for (String test : new TreeSet<>(index.values())) {
      int hash = test.indexOf('#');
      Pattern method =
          Pattern.compile(
              "(?s)@(Test|ParameterizedTest)\\b((?!\\bvoid\\b).)*?\\bvoid "
                  + test.substring(hash + 1)
                  + "\\(");
      if (!method.matcher(sources.getOrDefault(test.substring(0, hash), "")).find()) {
        missing.add(test);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String name(Key<?> key) {
    return Objects.requireNonNullElse(key.path(), String.valueOf(key.mappingPath()));
  }

  /** Returns the test sources of all modules by class name, concatenated if several share it. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          collect(tests, sources);
        }
      }
    }
    return sources;
  }

  private static void collect(Path tests, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
  }
}
