/** The assembled proxy: the embedding API, configuration files and the command line. */
module io.apibuddy.bootstrap {
  requires transitive io.apibuddy.domain;
  requires transitive io.apibuddy.ports;
  requires static transitive org.jspecify;
  requires static org.junit.jupiter.api;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.github.benmanes.caffeine;
  requires com.google.common;
  requires com.google.guice;
  requires info.picocli;
  requires jakarta.inject;
  requires java.net.http;
  requires static jdk.httpserver;
  requires transitive micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;

  exports io.apibuddy.bootstrap;
  exports io.apibuddy.bootstrap.error;
  exports io.apibuddy.bootstrap.junit;
  exports io.apibuddy.bootstrap.metrics;

  opens io.apibuddy.bootstrap.admin to
      com.fasterxml.jackson.databind;
  opens io.apibuddy.bootstrap.cli to
      com.fasterxml.jackson.databind,
      info.picocli;
  opens io.apibuddy.bootstrap.demo to
      com.fasterxml.jackson.databind;
  opens io.apibuddy.bootstrap.wiring to
      com.google.guice;

  uses io.apibuddy.ports.event.ExchangeListener;
  uses io.apibuddy.ports.http.HttpFrontendProvider;
  uses io.apibuddy.ports.store.StorageProvider;
  uses io.apibuddy.ports.upstream.UpstreamClientProvider;
}
