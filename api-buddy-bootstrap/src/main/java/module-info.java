/** Wiring, configuration files, command line and the embedding API. */
module io.apibuddy.bootstrap {
  requires io.apibuddy.domain;
  requires io.apibuddy.ports;
  requires static org.jspecify;
  requires com.google.guice;
  requires jakarta.inject;
  requires com.github.benmanes.caffeine;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires info.picocli;
  requires org.slf4j;
}
