package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestedModelTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"gpt-4o\"} | gpt-4o",
        "{ \"n\" : 1, \"model\" : \"gpt-4o\", \"x\": 2} | gpt-4o",
        "{\"messages\":[{\"model\":\"no\"}],\"model\":\"yes\"} | yes",
        "{\"text\":\"\\\"model\\\":\\\"no\\\"\",\"model\":\"yes\"} | yes",
        "{\"text\":\"model\",\"model\":\"yes\"} | yes",
        "{\"model\":{\"id\":\"no\"}} | ''",
        "{\"model\":7} | ''",
        "{\"model\":\"} | ''",
        "{\"model\": | ''",
        "{\"model\" | ''",
        "{\"mod | ''",
        "[\"model\",\"no\"] | ''",
        "model=no | ''",
        "\"\\ | ''",
      })
  void modelIsReadFromTheOutermostObjectOfABody(String json, String model) {
    assertThat(RequestedModel.inJson(json)).isEqualTo(model);
  }

  @Test
  void modelNameThatIsTooLongIsIgnored() {
    assertThat(RequestedModel.inJson("{\"model\":\"" + "x".repeat(300) + "\"}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1beta/models/gemini-pro:generateContent, gemini-pro",
    "/v1/models/gpt-4o, gpt-4o",
    "/openai/deployments/mine/chat/completions, mine",
    "/model/anthropic.claude-v2/invoke, anthropic.claude-v2",
    "/model/m/deployments/d, ''",
    "/repos/o/r/deployments/17, ''",
    "/v1/models, ''",
    "/v1/chat/completions, ''",
  })
  void modelIsReadFromAPath(String path, String model) {
    assertThat(RequestedModel.inPath(path)).isEqualTo(model);
  }
}
