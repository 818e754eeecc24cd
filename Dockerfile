# An image of API Buddy from the jar that mvn package puts into api-buddy-bootstrap/target:
#   docker build -t api-buddy .
#   docker run --read-only --tmpfs /tmp -v api-buddy:/data -p 127.0.0.1:8080:8080 api-buddy --map github=https://api.github.com
# The proxy listens on every address of the container and so requires its access key, which the banner shows.
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}
# OpenShift and the like run it as a user of their own, whose group is 0.
RUN mkdir /data && chown 10001:0 /data && chmod 770 /data
COPY api-buddy-bootstrap/target/api-buddy.jar /opt/api-buddy/api-buddy.jar
ENV HOME=/data \
    XDG_CACHE_HOME=/data/cache \
    XDG_CONFIG_HOME=/data/config \
    API_BUDDY_SERVER_HOST=0.0.0.0 \
    API_BUDDY_SERVER_PORT=8080 \
    API_BUDDY_SECURITY_REQUIRE_SECURE_KEY=true
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=30s --start-period=30s \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-jar", "/opt/api-buddy/api-buddy.jar", "health"]
# Beside its heap the JVM needs some 120 MB, and the health check is a second JVM. With little memory,
# MinRAMPercentage sets the heap. Native libraries are unpacked in /data, because a tmpfs is mounted noexec
# and they could not be loaded from there. After the heap was exhausted some threads are gone: the container
# ends, so that it is restarted, rather than hangs.
ENTRYPOINT ["java", "-XX:MinRAMPercentage=33", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-Dorg.sqlite.tmpdir=/data", "-DZstdTempFolder=/data", "-jar", "/opt/api-buddy/api-buddy.jar"]
