package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.routing.BadTargetException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is cached of the services in {@code providers.ini}, and what is passed on, by the kinds of
 * services there: upstream, method, path and mode.
 */
class ProviderRulesTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # openai
          https://api.openai.com, GET, /v1/models, CACHE
          https://api.openai.com, HEAD, /v1/models, CACHE
          https://api.openai.com, GET, /v1/models/gpt-5, CACHE
          https://api.openai.com, POST, /v1/chat/completions, CACHE
          https://api.openai.com, POST, /v1/completions, CACHE
          https://api.openai.com, POST, /v1/responses, CACHE
          https://api.openai.com, POST, /v1/embeddings, CACHE
          https://api.openai.com, POST, /v1/moderations, CACHE
          https://api.openai.com, POST, /v1/audio/transcriptions, CACHE
          https://api.openai.com, POST, /v1/audio/voice_consents, PASSTHROUGH
          https://api.openai.com, POST, /v1/responses/input_tokens, CACHE
          https://api.openai.com, POST, /v1/responses/compact, CACHE
          https://api.openai.com, POST, /v1/fine_tuning/alpha/graders/run, CACHE
          https://api.openai.com, POST, /v1/vector_stores/v, PASSTHROUGH
          https://api.openai.com, POST, /v1/images/generations, CACHE
          https://api.openai.com, GET, /v1/chat/completions, PASSTHROUGH
          https://api.openai.com, GET, /v1/responses/resp_1, PASSTHROUGH
          https://api.openai.com, POST, /v1/responses/resp_1/cancel, PASSTHROUGH
          https://api.openai.com, GET, /v1/batches/b_1, PASSTHROUGH
          https://api.openai.com, POST, /v1/batches, PASSTHROUGH
          https://api.openai.com, POST, /v1/files, PASSTHROUGH
          https://api.openai.com, GET, /v1/files, PASSTHROUGH
          https://api.openai.com, POST, /v1/fine_tuning/jobs, PASSTHROUGH
          https://api.openai.com, POST, /v1/threads, PASSTHROUGH
          https://api.openai.com, DELETE, /v1/models/own, PASSTHROUGH
          https://api.openai.com, GET, '', PASSTHROUGH
          https://API.OpenAI.com:443/v1, POST, /embeddings, CACHE
          https://api.openai.com/v1/, GET, /files, PASSTHROUGH
          https://api.openai.com, GET, /v1/models/ft/own, CACHE
          https://api.openai.com, POST, /v1/audio/speech, CACHE
          https://api.openai.com, POST, /v1/audio/translations, CACHE
          https://api.openai.com, POST, /v1/vector_stores/v/search, CACHE
          https://api.openai.com, POST, /v1/vector_stores/v/files, PASSTHROUGH
          # anthropic
          https://api.anthropic.com, POST, /v1/messages, CACHE
          https://api.anthropic.com, POST, /v1/messages/count_tokens, CACHE
          https://api.anthropic.com, GET, /v1/models, CACHE
          https://api.anthropic.com, POST, /v1/messages/batches, PASSTHROUGH
          https://api.anthropic.com, GET, /v1/messages/batches/b_1, PASSTHROUGH
          https://api.anthropic.com, POST, /v1/files, PASSTHROUGH
          https://aws-external-anthropic.us-west-2.api.aws, POST, /v1/messages, CACHE
          https://aws-external-anthropic.us-west-2.api.aws, GET, /v1/messages/batches/b_1, PASSTHROUGH
          https://api.anthropic.com, GET, /v1/models/claude, CACHE
          https://api.anthropic.com, POST, /v1/complete, CACHE
          # gemini
          https://generativelanguage.googleapis.com, GET, /v1beta/models, CACHE
          https://generativelanguage.googleapis.com, GET, /v1beta/models/gemini, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/models/g:generateContent, CACHE
          https://generativelanguage.googleapis.com, POST, /v1/models/g:streamGenerateContent, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/tunedModels/t:generateContent, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/models/e:embedContent, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/models/e:batchEmbedContents, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/models/g:countTokens, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/openai/chat/completions, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/models/v:predictLongRunning, PASSTHROUGH
          https://generativelanguage.googleapis.com, POST, /v1beta/models/g:batchGenerateContent, PASSTHROUGH
          https://generativelanguage.googleapis.com, GET, /v1beta/operations/o, PASSTHROUGH
          https://generativelanguage.googleapis.com, POST, /v1beta/cachedContents, PASSTHROUGH
          https://generativelanguage.googleapis.com, GET, /v1beta/tunedModels, PASSTHROUGH
          https://generativelanguage.googleapis.com, GET, /v1beta/openai/models, CACHE
          https://generativelanguage.googleapis.com, GET, /v1beta/openai/models/gemini, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/models/i:predict, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/openai/embeddings, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/openai/images/generations, CACHE
          https://generativelanguage.googleapis.com, POST, /v1beta/openai/videos, PASSTHROUGH
          https://generativelanguage.googleapis.com, POST, /v1beta/models/aqa:generateAnswer, CACHE
          https://generativelanguage.googleapis.com, GET, /v1beta/interactions/i, PASSTHROUGH
          # vertex
          https://aiplatform.eu.rep.googleapis.com, POST, /v1/projects/p/x, PASSTHROUGH
          https://aiplatform.us.rep.googleapis.com, POST, /v1/projects/p/x, PASSTHROUGH
          https://europe-west1-aiplatform.googleapis.com, GET, /v1/publishers/google/models, CACHE
          https://europe-west1-aiplatform.googleapis.com, GET, /v1/publishers/google/models/g, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/endpoints/e/chat/completions, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l:retrieveContexts, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/ragCorpora, PASSTHROUGH
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/publishers/g/models/m:generateContent, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/endpoints/e:streamGenerateContent, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/publishers/g/models/m:countTokens, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/publishers/g/models/m:computeTokens, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/endpoints/e:embedContent, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/publishers/g/models/m:predict, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/publishers/g/models/m:rawPredict, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/endpoints/e:streamRawPredict, CACHE
          https://europe-west1-aiplatform.googleapis.com, POST, /v1/projects/p/locations/l/models/m:generateContent, PASSTHROUGH
          https://aiplatform.us-central1.rep.googleapis.com, POST, /v1/projects/p/x, PASSTHROUGH
          """)
  void onlyQuestionsToOpenAiAnthropicAndGoogleAreCached(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # azure-openai
          https://mine.openai.azure.us, POST, /openai/files, PASSTHROUGH
          https://mine.openai.azure.cn, POST, /openai/files, PASSTHROUGH
          https://mine.cognitiveservices.azure.us, GET, /openai/v1/responses/r, PASSTHROUGH
          https://mine.cognitiveservices.azure.cn, POST, /openai/files, PASSTHROUGH
          https://mine.cognitiveservices.azure.com, GET, /openai/threads/t, PASSTHROUGH
          https://mine.cognitiveservices.azure.com, POST, /language/:analyze-text, CACHE
          https://mine.services.ai.azure.com, POST, /openai/v1/chat/completions, CACHE
          https://mine.services.ai.azure.com, POST, /models/chat/completions, CACHE
          https://mine.services.ai.azure.com, POST, /api/projects/p/openai/v1/responses, CACHE
          https://mine.services.ai.azure.com, POST, /api/projects/p/openai/responses, CACHE
          https://mine.services.ai.azure.com, POST, /api/projects/p/threads/t/runs, PASSTHROUGH
          https://mine.services.ai.azure.com, GET, /api/projects/p/threads/t/messages, PASSTHROUGH
          https://mine.services.ai.azure.com, GET, /openai/v1/files, PASSTHROUGH
          https://mine.openai.azure.com, GET, /openai/models, CACHE
          https://mine.openai.azure.com, GET, /openai/v1/models, CACHE
          https://mine.openai.azure.com, GET, /openai/v1/models/m, CACHE
          https://mine.openai.azure.com, POST, /openai/deployments/d/extensions/chat/completions, CACHE
          https://mine.openai.azure.com, POST, /openai/deployments/d/completions, CACHE
          https://mine.openai.azure.com, POST, /openai/deployments/d/embeddings, CACHE
          https://mine.openai.azure.com, POST, /openai/deployments/d/audio/speech, CACHE
          https://mine.openai.azure.com, POST, /openai/deployments/d/images/generations, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/completions, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/responses, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/embeddings, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/audio/speech, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/images/generations, CACHE
          https://mine.openai.azure.com, POST, /openai/responses, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/vector_stores/v/search, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/vector_stores, PASSTHROUGH
          https://mine.openai.azure.com, POST, /openai/deployments/d/chat/completions, CACHE
          https://mine.openai.azure.com, POST, /openai/v1/chat/completions, CACHE
          https://eastus.api.cognitive.microsoft.com, POST, /openai/deployments/d/embeddings, CACHE
          https://eastus.api.cognitive.microsoft.com, POST, /openai/files, PASSTHROUGH
          # bedrock
          https://bedrock-runtime.us-east-1.amazonaws.com, POST, /model/m%3A0/converse, CACHE
          https://bedrock-runtime.us-east-1.amazonaws.com, POST, /model/a%2Fm/invoke-with-response-stream, CACHE
          https://bedrock-runtime.us-east-1.amazonaws.com, POST, /guardrail/g/version/1/apply, CACHE
          https://bedrock-runtime.us-east-1.amazonaws.com, POST, /openai/v1/responses, CACHE
          https://bedrock-runtime.us-east-1.amazonaws.com, POST, /async-invoke, PASSTHROUGH
          https://bedrock-runtime.us-east-1.amazonaws.com, GET, /async-invoke/i, PASSTHROUGH
          https://bedrock-runtime-fips.us-east-1.amazonaws.com, POST, /model/m/count-tokens, CACHE
          https://v.bedrock-runtime.eu-west-1.vpce.amazonaws.com, POST, /async-invoke, PASSTHROUGH
          https://bedrock.us-east-1.amazonaws.com, GET, /foundation-models/m, CACHE
          https://bedrock.us-east-1.amazonaws.com, GET, /model-customization-jobs/j, PASSTHROUGH
          https://bedrock-mantle.us-east-1.api.aws, POST, /anthropic/v1/messages, CACHE
          https://bedrock-mantle.us-east-1.api.aws, GET, /v1/responses/r, PASSTHROUGH
          https://bedrock-runtime.us-east-1.api.aws, POST, /model/m/converse, CACHE
          https://bedrock-runtime-fips.us-east-1.api.aws, POST, /async-invoke, PASSTHROUGH
          https://bedrock.us-east-1.api.aws, GET, /model-customization-jobs/j, PASSTHROUGH
          """)
  void onlyQuestionsToModelsOfMicrosoftAndAmazonAreCached(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # groq
          https://api.groq.com, POST, /openai/v1/chat/completions, CACHE
          https://api.groq.com, GET, /openai/v1/batches/b, PASSTHROUGH
          https://api.groq.com, POST, /openai/v1/audio/translations, CACHE
          https://api.groq.com, POST, /openai/v1/responses/input_tokens, PASSTHROUGH
          # xai
          https://api.x.ai, POST, /v1/images/generations, CACHE
          https://api.x.ai, POST, /v1/responses, CACHE
          https://api.x.ai, POST, /v1/messages, CACHE
          https://api.x.ai, POST, /v1/audio/speech, CACHE
          https://api.x.ai, POST, /v1/tts, CACHE
          https://api.x.ai, POST, /v1/stt, CACHE
          https://api.x.ai, POST, /v1/tokenize-text, CACHE
          https://api.x.ai, POST, /v1/documents/search, CACHE
          https://api.x.ai, POST, /v1/videos/generations, PASSTHROUGH
          # openrouter
          https://openrouter.ai, GET, /api/v1/models/a/b/endpoints, CACHE
          https://openrouter.ai, GET, /api/v1/key, PASSTHROUGH
          https://openrouter.ai, POST, /api/v1/messages, CACHE
          https://openrouter.ai, POST, /api/v1/moderations, CACHE
          https://openrouter.ai, POST, /api/v1/rerank, CACHE
          https://openrouter.ai, POST, /api/v1/images, CACHE
          https://openrouter.ai, POST, /api/v1/images/generations, PASSTHROUGH
          # together
          https://api.together.xyz, POST, /v1/rerank, CACHE
          https://api.together.ai, GET, /v1/batches/b, PASSTHROUGH
          # fireworks
          https://api.fireworks.ai, POST, /inference/v1/chat/completions, CACHE
          https://api.fireworks.ai, POST, /inference/v1/workflows/accounts/f/models/m/text_to_image, CACHE
          https://api.fireworks.ai, POST, /inference/v1/image_generation/accounts/f/models/m, CACHE
          https://audio-prod.api.fireworks.ai, POST, /v1/audio/transcriptions, CACHE
          https://audio-turbo.api.fireworks.ai, POST, /v1/audio/translations, CACHE
          https://audio-prod.api.fireworks.ai, POST, /v1/audio/batch/transcriptions, PASSTHROUGH
          https://api.fireworks.ai, GET, /v1/accounts/a/batchInferenceJobs/j, PASSTHROUGH
          # cerebras
          https://api.cerebras.ai, POST, /v1/completions, CACHE
          # moonshot
          https://api.moonshot.cn, POST, /v1/tokenizers/estimate-token-count, CACHE
          https://api.moonshot.ai, POST, /v1/files, PASSTHROUGH
          # mistral
          https://api.mistral.ai, POST, /v1/ocr, CACHE
          https://api.mistral.ai, POST, /v1/conversations/c, PASSTHROUGH
          https://api.eu.mistral.ai, POST, /v1/files, PASSTHROUGH
          https://api.us.mistral.ai, POST, /v1/chat/completions, CACHE
          https://api.mistral.ai, POST, /v1/fim/completions, CACHE
          https://api.mistral.ai, POST, /v1/agents/completions, CACHE
          https://api.mistral.ai, POST, /v1/chat/moderations, CACHE
          https://api.mistral.ai, POST, /v1/classifications, CACHE
          https://api.mistral.ai, POST, /v1/chat/classifications, CACHE
          https://api.mistral.ai, POST, /v1/audio/speech, CACHE
          https://api.mistral.ai, POST, /v1/audio/voices, PASSTHROUGH
          # perplexity
          https://api.perplexity.ai, POST, /search, CACHE
          https://api.perplexity.ai, POST, /v1/sonar, CACHE
          https://api.perplexity.ai, POST, /v1/agent, CACHE
          https://api.perplexity.ai, POST, /v1/async/sonar, PASSTHROUGH
          https://api.perplexity.ai, GET, /async/chat/completions/a, PASSTHROUGH
          # deepseek
          https://api.deepseek.com, POST, /anthropic/v1/messages, CACHE
          https://api.deepseek.com, POST, /chat/completions, CACHE
          https://api.deepseek.com, GET, /models, CACHE
          https://api.deepseek.com, GET, /v1/models, CACHE
          https://api.deepseek.com, POST, /v1/chat/completions, CACHE
          https://api.deepseek.com, POST, /beta/completions, CACHE
          # cohere
          https://api.cohere.com, POST, /v2/rerank, CACHE
          https://api.cohere.com, POST, /v1/embed-jobs, PASSTHROUGH
          https://api.cohere.ai, POST, /compatibility/v1/chat/completions, CACHE
          https://api.cohere.com, GET, /v1/models, CACHE
          https://api.cohere.com, GET, /v1/models/m, CACHE
          https://api.cohere.com, POST, /v2/chat, CACHE
          https://api.cohere.com, POST, /v1/generate, CACHE
          https://api.cohere.com, POST, /v2/embed, CACHE
          https://api.cohere.com, POST, /v1/classify, CACHE
          https://api.cohere.com, POST, /v1/summarize, CACHE
          https://api.cohere.com, POST, /v1/tokenize, CACHE
          https://api.cohere.com, POST, /v1/detokenize, CACHE
          https://api.cohere.com, POST, /v2/audio/transcriptions, CACHE
          https://api.cohere.com, POST, /compatibility/v1/embeddings, CACHE
          # elevenlabs
          https://api.elevenlabs.io, POST, /v1/text-to-speech/v/stream, CACHE
          https://api.elevenlabs.io, POST, /v1/voices/add, PASSTHROUGH
          https://api.us.elevenlabs.io, POST, /v1/voices/add, PASSTHROUGH
          https://api.eu.residency.elevenlabs.io, POST, /v1/text-to-speech/v, CACHE
          https://api.eu.residency.elevenlabs.io, POST, /v1/convai/twilio/outbound-call, PASSTHROUGH
          https://api.elevenlabs.io, GET, /v1/voices/v, CACHE
          https://api.elevenlabs.io, GET, /v1/models, CACHE
          https://api.elevenlabs.io, GET, /v2/voices, CACHE
          https://api.elevenlabs.io, POST, /v1/speech-to-speech/v/stream, CACHE
          https://api.elevenlabs.io, POST, /v1/text-to-dialogue/stream, CACHE
          https://api.elevenlabs.io, POST, /v1/speech-to-text, CACHE
          https://api.elevenlabs.io, POST, /v1/sound-generation, CACHE
          https://api.elevenlabs.io, POST, /v1/audio-isolation/stream, CACHE
          https://api.elevenlabs.io, POST, /v1/forced-alignment, CACHE
          https://api.elevenlabs.io, POST, /v1/music, CACHE
          https://api.elevenlabs.io, POST, /v1/music/plan, CACHE
          https://api.elevenlabs.io, POST, /v1/music/upload, PASSTHROUGH
          # replicate
          https://api.replicate.com, GET, /v1/predictions/p, PASSTHROUGH
          https://api.replicate.com, GET, /v1/models/a/b/versions, CACHE
          https://api.replicate.com, GET, /v1/models, CACHE
          https://api.replicate.com, GET, /v1/collections, CACHE
          https://api.replicate.com, GET, /v1/collections/c, CACHE
          """)
  void onlyQuestionsToOtherModelsAreCached(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # mailchimp
          https://us1.api.mailchimp.com, GET, /3.0/batches/b, PASSTHROUGH
          https://us1.api.mailchimp.com, GET, /3.0/lists/l, CACHE
          # mailgun
          https://api.mailgun.net, GET, /v3/a.test/events, PASSTHROUGH
          https://api.eu.mailgun.net, GET, /v3/a.test/events/W3siY, PASSTHROUGH
          https://api.mailgun.net, GET, /v3/a.test/templates, CACHE
          # postmark
          https://api.postmarkapp.com, GET, /messages/outbound/m/details, PASSTHROUGH
          https://api.postmarkapp.com, GET, /templates, CACHE
          # brevo
          https://api.brevo.com, GET, /v3/processes/1, PASSTHROUGH
          https://api.brevo.com, GET, /v3/contacts, CACHE
          # resend
          https://api.resend.com, GET, /emails/e, PASSTHROUGH
          https://api.resend.com, GET, /emails/receiving, PASSTHROUGH
          https://api.resend.com, GET, /emails/receiving/e, CACHE
          https://api.resend.com, GET, /domains, CACHE
          # sendgrid
          https://api.sendgrid.com, GET, /v3/validations/email/jobs/j, PASSTHROUGH
          https://api.sendgrid.com, GET, /v3/templates, CACHE
          # twilio
          https://api.twilio.com, GET, /2010-04-01/Accounts/A/Messages/M.json, PASSTHROUGH
          https://api.twilio.com, GET, /2010-04-01/Accounts/A/Calls.json, PASSTHROUGH
          https://api.twilio.com, GET, /2010-04-01/Accounts/A/Calls/C/Recordings.json, PASSTHROUGH
          https://api.twilio.com, GET, /2010-04-01/Accounts/A/Recordings/R.mp3, CACHE
          https://studio.twilio.com, GET, /v2/Flows/F/Executions/E, PASSTHROUGH
          https://lookups.twilio.com, GET, /v2/PhoneNumbers/1, CACHE
          # line
          https://api.line.me, GET, /v2/bot/message/progress/narrowcast, PASSTHROUGH
          https://api.line.me, GET, /v2/bot/audienceGroup/1, PASSTHROUGH
          https://api.line.me, GET, /v2/bot/profile/u, CACHE
          # mailjet
          https://api.mailjet.com, GET, /v3/REST/contact/managemanycontacts/1, PASSTHROUGH
          https://api.mailjet.com, GET, /v3/REST/contactslist/1/managemanycontacts/2, PASSTHROUGH
          https://api.mailjet.com, GET, /v3/REST/template, CACHE
          # sparkpost
          https://api.sparkpost.com, GET, /api/v1/events/message, PASSTHROUGH
          https://api.sparkpost.com, GET, /api/v1/events/message/documentation, CACHE
          # vonage
          https://api.nexmo.com, GET, /v1/calls/c, PASSTHROUGH
          # slack
          https://slack.com, POST, /api/chat.postMessage, PASSTHROUGH
          https://slack.com, GET, /api/chat.postMessage, PASSTHROUGH
          https://slack.com, POST, /api/conversations.history, CACHE
          https://slack.com, POST, /api/assistant.search.context, CACHE
          https://slack.com, POST, /api/assistant.threads.setStatus, PASSTHROUGH
          https://slack-gov.com, POST, /api/chat.postMessage, PASSTHROUGH
          https://slack-gov.com, POST, /api/conversations.history, CACHE
          https://files.slack.com, GET, /files-pri/T-F/f.pdf, CACHE
          https://hooks.slack.com, POST, /services/T/B/x, PASSTHROUGH
          # telegram
          https://api.telegram.org, POST, /bot1:a/sendMessage, PASSTHROUGH
          https://api.telegram.org, GET, /bot1:a/getUpdates, PASSTHROUGH
          https://api.telegram.org, GET, /file/bot1:a/photos/f.jpg, CACHE
          """)
  void sendingAndPollingMessagesIsPassedOn(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # linkedin
          https://api.linkedin.com, GET, /rest/videos/urn%3Ali%3Avideo%3A1, PASSTHROUGH
          https://api.linkedin.com, GET, /rest/posts/p, CACHE
          # reddit
          https://oauth.reddit.com, GET, /r/java/new, PASSTHROUGH
          https://oauth.reddit.com, GET, /r/java/comments, PASSTHROUGH
          https://oauth.reddit.com, GET, /r/java/comments/, PASSTHROUGH
          https://oauth.reddit.com, GET, /r/java/top, CACHE
          https://oauth.reddit.com, GET, /message/unread, PASSTHROUGH
          https://oauth.reddit.com, GET, /r/java/comments/abc, CACHE
          # x
          https://api.x.com, GET, /2/media/upload, PASSTHROUGH
          https://api.x.com, GET, /2/dm_conversations/with/1/dm_events, PASSTHROUGH
          https://api.x.com, GET, /2/users/1, CACHE
          """)
  void postingAndPollingAtSocialNetworksIsPassedOn(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # adyen
          https://checkout-test.adyen.com, POST, /v71/paymentMethods, CACHE
          https://mine-checkout-live.adyenpayments.com, POST, /checkout/v71/paymentMethods, CACHE
          https://checkout-test.adyen.com, POST, /v71/payments, PASSTHROUGH
          https://checkout-test.adyen.com, GET, /v71/sessions/s, PASSTHROUGH
          https://mine-checkout-live.adyenpayments.com, GET, /checkout/v71/paymentLinks/l, PASSTHROUGH
          # intuit
          https://sandbox-quickbooks.api.intuit.com, POST, /v3/company/1/invoice, PASSTHROUGH
          https://quickbooks.api.intuit.com, GET, /v3/company/1/cdc, PASSTHROUGH
          https://quickbooks.api.intuit.com, GET, /v3/company/1/invoice/2, CACHE
          # paypal
          https://api-m.paypal.com, GET, /v2/checkout/orders/o, PASSTHROUGH
          https://api-m.paypal.com, GET, /v2/payments/captures/c, PASSTHROUGH
          https://api-m.paypal.com, GET, /v1/payments/payouts/p, PASSTHROUGH
          https://api-m.paypal.com, GET, /v1/catalogs/products/p, CACHE
          # plaid
          https://sandbox.plaid.com, POST, /accounts/balance/get, CACHE
          https://sandbox.plaid.com, POST, /transfer/create, PASSTHROUGH
          https://sandbox.plaid.com, POST, /transactions/get, CACHE
          https://sandbox.plaid.com, POST, /transactions/sync, PASSTHROUGH
          https://sandbox.plaid.com, POST, /link/token/get, PASSTHROUGH
          https://sandbox.plaid.com, POST, /transfer/get, PASSTHROUGH
          # razorpay
          https://api.razorpay.com, GET, /v1/orders/o/payments, PASSTHROUGH
          https://api.razorpay.com, GET, /v1/items/i, CACHE
          # square
          https://connect.squareup.com, GET, /v2/terminals/checkouts/c, PASSTHROUGH
          https://connect.squareup.com, POST, /v2/terminals/checkouts/search, PASSTHROUGH
          https://connect.squareup.com, POST, /v2/catalog/search, CACHE
          https://connect.squareup.com, GET, /v2/catalog/object/o, CACHE
          # stripe
          https://api.stripe.com, POST, /v1/invoices/create_preview, CACHE
          https://api.stripe.com, POST, /v1/invoices, PASSTHROUGH
          https://api.stripe.com, GET, /v1/payment_intents/p, PASSTHROUGH
          https://api.stripe.com, GET, /v1/checkout/sessions/s, PASSTHROUGH
          https://api.stripe.com, GET, /v1/checkout/sessions/s/line_items, CACHE
          https://api.stripe.com, GET, /v1/events, PASSTHROUGH
          https://api.stripe.com, GET, /v1/products/p, CACHE
          """)
  void payingAndPollingPaymentsIsPassedOn(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # airtable
          https://api.airtable.com, GET, /v0/bases/b/webhooks/w/payloads, PASSTHROUGH
          https://api.airtable.com, GET, /v0/b/t, CACHE
          # asana
          https://app.asana.com, GET, /api/1.0/events, PASSTHROUGH
          https://app.asana.com, GET, /api/1.0/tasks/1, CACHE
          # atlassian
          https://mine.atlassian.net, POST, /rest/api/3/issue, PASSTHROUGH
          https://mine.atlassian.net, POST, /rest/api/3/search/jql, CACHE
          https://mine.atlassian.net, POST, /rest/api/3/jql/parse, CACHE
          https://mine.atlassian.net, POST, /rest/api/3/jql/function/computation, PASSTHROUGH
          https://api.atlassian.com, POST, /ex/jira/c/rest/api/3/search, CACHE
          https://mine.atlassian.net, GET, /wiki/rest/api/longtask/1, PASSTHROUGH
          https://mine.atlassian.net, GET, /wiki/rest/api/content/1, CACHE
          # bitbucket
          https://api.bitbucket.org, GET, /2.0/repositories/o/r/pipelines/p/steps/s/log, PASSTHROUGH
          https://api.bitbucket.org, GET, /2.0/repositories/o/r/pipelines/, PASSTHROUGH
          https://api.bitbucket.org, GET, /2.0/repositories/o/r/commit/c/statuses, PASSTHROUGH
          https://api.bitbucket.org, GET, /2.0/repositories/o/r/commit/c, CACHE
          # github
          https://api.github.com, POST, /repos/o/r/issues, PASSTHROUGH
          https://api.github.com, POST, /graphql, CACHE
          https://api.github.com, POST, /repos/o/r/releases/generate-notes, CACHE
          https://api.github.com, POST, /repos/o/r/releases, PASSTHROUGH
          https://uploads.github.com, POST, /repos/o/r/releases/1/assets, PASSTHROUGH
          https://api.octo.ghe.com, POST, /repos/o/r/issues/1/labels, PASSTHROUGH
          https://api.octo.ghe.com, POST, /graphql, CACHE
          https://api.github.com, GET, /repos/o/r/actions/runs, PASSTHROUGH
          https://api.github.com, HEAD, /repos/o/r/actions/runs, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/actions/runs/1/jobs, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/actions/workflows/w.yml/runs, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/actions/workflows, CACHE
          https://api.github.com, GET, /repos/o/r/commits/a1/check-runs, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/commits/feature/x/status, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/commits/a1, CACHE
          https://api.github.com, GET, /repos/o/r/deployments/1/statuses, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/deployments, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/deployments/1, CACHE
          https://api.github.com, GET, /repos/o/r/pulls/1, CACHE
          https://api.github.com, GET, /repos/o/r/pulls/1/files, CACHE
          https://api.github.com, GET, /repos/o/r/events, PASSTHROUGH
          https://api.github.com, GET, /users/u/events/public, PASSTHROUGH
          https://api.github.com, GET, /notifications, PASSTHROUGH
          https://api.github.com, GET, /notifications/threads/1, CACHE
          https://api.github.com, GET, /rate_limit, PASSTHROUGH
          https://api.github.com, GET, /repos/o/r/contents/README.md, CACHE
          https://api.github.com, GET, /repos/o/r/contents/events, CACHE
          https://api.github.com, GET, /user/codespaces/c, PASSTHROUGH
          https://api.github.com, GET, /user/codespaces, CACHE
          https://api.octo.ghe.com, GET, /repos/o/r/check-runs/1, PASSTHROUGH
          # gitlab
          https://gitlab.com, GET, /api/v4/projects/g%2Fp/pipelines, PASSTHROUGH
          https://gitlab.com, GET, /api/v4/projects/1/jobs/2/trace, PASSTHROUGH
          https://gitlab.com, GET, /api/v4/projects/1/jobs/2/artifacts, CACHE
          https://gitlab.com, GET, /api/v4/projects/1/merge_requests/2, CACHE
          https://gitlab.com, GET, /api/v4/projects/1/merge_requests/2/pipelines, PASSTHROUGH
          https://gitlab.com, GET, /api/v4/projects/1/merge_requests/2/changes, CACHE
          https://gitlab.com, GET, /api/v4/todos, PASSTHROUGH
          https://gitlab.com, GET, /api/v4/projects/1, CACHE
          # google-workspace
          https://www.googleapis.com, POST, /webmasters/v3/sites/https%3A%2F%2Fa.test%2F/searchAnalytics/query, CACHE
          https://meet.googleapis.com, POST, /v2/spaces, PASSTHROUGH
          https://keep.googleapis.com, POST, /v1/notes, PASSTHROUGH
          https://www.googleapis.com, GET, /drive/v3/changes, PASSTHROUGH
          https://www.googleapis.com, GET, /drive/v3/files/f, CACHE
          https://gmail.googleapis.com, GET, /gmail/v1/users/me/history, PASSTHROUGH
          https://youtube.googleapis.com, GET, /youtube/v3/liveChat/messages, PASSTHROUGH
          https://youtube.googleapis.com, GET, /youtube/v3/videos, CACHE
          # google-messaging
          https://pubsub.googleapis.com, POST, /v1/projects/p/subscriptions/s:pull, PASSTHROUGH
          https://pubsub.us-central1.rep.googleapis.com, POST, /v1/projects/p/topics/t:publish, PASSTHROUGH
          # microsoft-graph
          https://graph.microsoft.com, GET, /v1.0/users/delta, PASSTHROUGH
          https://graph.microsoft.com, GET, /v1.0/me/drive/root/delta(token=x), PASSTHROUGH
          https://graph.microsoft.com, GET, /v1.0/me/presence, PASSTHROUGH
          https://graph.microsoft.com, GET, /v1.0/me, CACHE
          # notion
          https://api.notion.com, POST, /v1/pages, PASSTHROUGH
          https://api.notion.com, POST, /v1/databases/d/query, CACHE
          https://api.notion.com, GET, /v1/pages/p, CACHE
          # salesforce
          https://mine.my.salesforce.com, GET, /services/data/v66.0/jobs/query/j, PASSTHROUGH
          https://mine.my.salesforce.com, GET, /services/data/v66.0/jobs/query/j/results, CACHE
          https://mine.my.salesforce.com, GET, /services/data/v66.0/metadata/deployRequest/d, PASSTHROUGH
          https://mine.my.salesforce.com, GET, /services/async/66.0/job/j/batch/b, PASSTHROUGH
          https://mine.my.salesforce.com, GET, /services/async/66.0/job/j/batch/b/result/r, CACHE
          # zendesk
          https://mine.zendesk.com, GET, /api/v2/incremental/tickets/cursor, PASSTHROUGH
          https://mine.zendesk.com, GET, /api/v2/job_statuses/show_many.json, PASSTHROUGH
          https://mine.zendesk.com, GET, /api/v2/tickets/1.json, CACHE
          """)
  void changingAndPollingSharedWorkIsPassedOn(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # algolia
          https://abc-dsn.algolia.net, POST, /1/indexes/*/queries, CACHE
          https://abc-1.algolianet.com, POST, /1/indexes/p/batch, PASSTHROUGH
          https://abc-dsn.algolia.net, GET, /1/indexes/i/task/1, PASSTHROUGH
          https://abc-dsn.algolia.net, GET, /1/keys/k, PASSTHROUGH
          https://abc-dsn.algolia.net, GET, /1/indexes/i/o, CACHE
          # cloudflare
          https://api.cloudflare.com, POST, /client/v4/accounts/a/ai/run/@cf/meta/llama, CACHE
          https://api.cloudflare.com, POST, /client/v4/zones/z/purge_cache, PASSTHROUGH
          https://api.fed.cloudflare.com, POST, /client/v4/zones/z/purge_cache, PASSTHROUGH
          https://api.cloudflare.com, POST, /client/v4/accounts/a/ai/tomarkdown, CACHE
          https://api.cloudflare.com, POST, /client/v4/accounts/a/vectorize/v2/indexes/i/get_by_ids, CACHE
          https://api.cloudflare.com, POST, /client/v4/accounts/a/vectorize/v2/indexes/i/upsert, PASSTHROUGH
          https://api.cloudflare.com, POST, /client/v4/accounts/a/autorag/rags/r/ai-search, CACHE
          https://api.cloudflare.com, POST, /client/v4/accounts/a/ai-search/instances/i/search, CACHE
          https://api.cloudflare.com, POST, /client/v4/accounts/a/ai-search/namespaces/n/instances/i/chat/completions, CACHE
          https://api.cloudflare.com, POST, /client/v4/accounts/a/ai-search/namespaces/n/instances, PASSTHROUGH
          https://api.cloudflare.com, POST, /client/v4/accounts/a/browser-rendering/markdown, CACHE
          https://api.cloudflare.com, POST, /client/v4/accounts/a/browser-rendering/crawl, PASSTHROUGH
          https://api.cloudflare.com, POST, /client/v4/accounts/a/storage/kv/namespaces/n/bulk/get, CACHE
          https://api.cloudflare.com, POST, /client/v4/accounts/a/storage/kv/namespaces/n/bulk/delete, PASSTHROUGH
          https://api.cloudflare.com, GET, /client/v4/accounts/a/browser-rendering/crawl/c, PASSTHROUGH
          https://api.cloudflare.com, GET, /client/v4/accounts/a/pages/projects/p/deployments, PASSTHROUGH
          https://api.cloudflare.com, GET, /client/v4/accounts/a/pages/projects/p, CACHE
          https://api.cloudflare.com, GET, /client/v4/accounts/a/stream/s/downloads, PASSTHROUGH
          https://api.cloudflare.com, GET, /client/v4/zones/z/custom_hostnames/h, PASSTHROUGH
          https://api.cloudflare.com, GET, /client/v4/zones/z/dns_records, CACHE
          # google-data
          https://bigquery.googleapis.com, POST, /bigquery/v2/projects/p/queries, CACHE
          https://bigquery.googleapis.com, POST, /bigquery/v2/projects/p/datasets/d/tables/t/insertAll, PASSTHROUGH
          https://firestore.googleapis.com, POST, /v1/projects/p/databases/d/documents:runQuery, CACHE
          https://firestore.googleapis.com, POST, /v1/projects/p/databases/d/documents/c/1:runQuery, CACHE
          https://firestore.googleapis.com, POST, /v1/projects/p/databases/d/documents:commit, PASSTHROUGH
          https://bigquery.us-east4.rep.googleapis.com, POST, /bigquery/v2/projects/p/queries, CACHE
          https://bigquery.us-east4.rep.googleapis.com, POST, /bigquery/v2/projects/p/jobs, PASSTHROUGH
          https://bigquery.googleapis.com, GET, /bigquery/v2/projects/p/jobs/j, PASSTHROUGH
          https://bigquery.googleapis.com, GET, /bigquery/v2/projects/p/queries/j, CACHE
          # linode
          https://api.linode.com, GET, /v4/account/events, PASSTHROUGH
          https://api.linode.com, GET, /v4/linode/instances/1, PASSTHROUGH
          https://api.linode.com, GET, /v4/linode/instances, CACHE
          https://api.linode.com, GET, /v4/linode/types, CACHE
          # pinecone
          https://docs-c01b5b5.svc.us-east1-gcp.pinecone.io, POST, /query, CACHE
          https://docs-c01b5b5.svc.us-east1-gcp.pinecone.io, POST, /vectors/upsert, PASSTHROUGH
          https://docs-c01b5b5.svc.us-east1-gcp.pinecone.io, GET, /vectors/fetch, CACHE
          https://docs-c01b5b5.svc.us-east1-gcp.pinecone.io, POST, /records/namespaces/n/search, CACHE
          https://docs-c01b5b5.svc.us-east1-gcp.pinecone.io, POST, /records/namespaces/n/upsert, PASSTHROUGH
          https://api.pinecone.io, POST, /embed, CACHE
          https://prod-1-data.ke.pinecone.io, POST, /assistant/chat/a, CACHE
          https://prod-1-data.ke.pinecone.io, POST, /assistant/chat/a/chat/completions, CACHE
          https://prod-1-data.ke.pinecone.io, POST, /assistant/files/a, PASSTHROUGH
          https://api.pinecone.io, POST, /indexes, PASSTHROUGH
          https://api.pinecone.io, GET, /indexes/i, CACHE
          https://docs-c01b5b5.svc.us-east1-gcp.pinecone.io, POST, /describe_index_stats, PASSTHROUGH
          # qdrant
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, POST, /collections/c/points/query, CACHE
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, POST, /collections/c/points, CACHE
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, POST, /collections/c/points/search/groups, CACHE
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, POST, /collections/c/points/delete, PASSTHROUGH
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, POST, /collections/aliases, PASSTHROUGH
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, POST, /collections/c/snapshots, PASSTHROUGH
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, GET, /collections/c, PASSTHROUGH
          https://c.eu-central-1-0.aws.cloud.qdrant.io:6333, GET, /collections/c/points/1, CACHE
          # typesense
          https://c-1.a1.typesense.net, POST, /multi_search, CACHE
          https://c-1.a1.typesense.net, GET, /collections/c/documents/search, CACHE
          https://c-1.a1.typesense.net, POST, /collections/c/documents, PASSTHROUGH
          https://c-1.a1.typesense.net, GET, /operations/schema_changes, PASSTHROUGH
          # weaviate
          https://c.c0.us-west3.gcp.weaviate.cloud, POST, /v1/graphql, CACHE
          https://c.c0.us-west3.gcp.weaviate.cloud, POST, /v1/schema, PASSTHROUGH
          https://c.c0.us-west3.gcp.weaviate.cloud, GET, /v1/backups/s3/b/restore, PASSTHROUGH
          https://c.c0.us-west3.gcp.weaviate.cloud, GET, /v1/schema, CACHE
          # zilliz
          https://in01-a.aws-us-west-2.vectordb.zillizcloud.com:19530, POST, /v2/vectordb/entities/search, CACHE
          https://in01-a.aws-us-west-2.vectordb.zillizcloud.com:19530, POST, /v2/vectordb/collections/create, PASSTHROUGH
          https://api.cloud.zilliz.com, GET, /v2/clusters/c, PASSTHROUGH
          """)
  void changingAndPollingDataIsPassedOn(String upstream, String method, String path, CacheMode mode)
      throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # assemblyai
          https://api.assemblyai.com, GET, /v2/transcript, PASSTHROUGH
          https://api.assemblyai.com, GET, /v2/transcript/t, CACHE
          # deepl
          https://api-free.deepl.com, POST, /v2/translate, CACHE
          https://api-free.deepl.com, POST, /v2/document/d, PASSTHROUGH
          # firecrawl
          https://api.firecrawl.dev, POST, /v1/crawl, PASSTHROUGH
          https://api.firecrawl.dev, GET, /v2/crawl/c, PASSTHROUGH
          https://api.firecrawl.dev, GET, /v1/batch/scrape/b/errors, PASSTHROUGH
          https://api.firecrawl.dev, POST, /v2/scrape, CACHE
          # apify
          https://api.apify.com, POST, /v2/acts/a~b/runs, PASSTHROUGH
          https://api.apify.com, GET, /v2/acts/a~b/run-sync, PASSTHROUGH
          https://api.apify.com, GET, /v2/actor-runs/r/dataset/items, PASSTHROUGH
          https://api.apify.com, GET, /v2/acts/a~b/runs/last, PASSTHROUGH
          https://api.apify.com, GET, /v2/datasets/d/items, CACHE
          https://api.apify.com, GET, /v2/store, CACHE
          # bright-data
          https://api.brightdata.com, POST, /datasets/v3/trigger, PASSTHROUGH
          https://api.brightdata.com, POST, /datasets/v3/scrape, CACHE
          # exa
          https://api.exa.ai, POST, /search, CACHE
          https://api.exa.ai, POST, /websets/v0/websets, PASSTHROUGH
          https://api.exa.ai, GET, /websets/v0/websets/w/items, PASSTHROUGH
          # tavily
          https://api.tavily.com, POST, /crawl, CACHE
          https://api.tavily.com, POST, /research, PASSTHROUGH
          # browser-use
          https://api.browser-use.com, POST, /api/v2/tasks, PASSTHROUGH
          https://api.browser-use.com, GET, /api/v2/tasks/t, PASSTHROUGH
          # browserbase
          https://api.browserbase.com, GET, /v1/sessions/s, PASSTHROUGH
          # gladia
          https://api.gladia.io, POST, /v2/pre-recorded, PASSTHROUGH
          # rev-ai
          https://api.rev.ai, GET, /speechtotext/v1/jobs, PASSTHROUGH
          https://api.rev.ai, GET, /speechtotext/v1/jobs/j/transcript, CACHE
          # speechmatics
          https://asr.api.speechmatics.com, POST, /v2/jobs, PASSTHROUGH
          https://asr.api.speechmatics.com, GET, /v2/jobs/, PASSTHROUGH
          """)
  void startingAndPollingJobsIsPassedOn(String upstream, String method, String path, CacheMode mode)
      throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # azure-devops
          https://dev.azure.com, POST, /o/p/_apis/wit/wiql, CACHE
          https://dev.azure.com, POST, /o/p/_apis/wit/workitems/$Task, PASSTHROUGH
          https://dev.azure.com, GET, /o/p/_apis/build/builds/1/logs, PASSTHROUGH
          https://dev.azure.com, GET, /o/p/_apis/git/repositories/r/pullrequests/1, CACHE
          https://dev.azure.com, GET, /o/p/_apis/git/repositories/r/commits/c/statuses, PASSTHROUGH
          https://dev.azure.com, GET, /o/p/_apis/git/repositories/r/items, CACHE
          https://almsearch.dev.azure.com, POST, /o/p/_apis/search/codesearchresults, CACHE
          # buildkite
          https://api.buildkite.com, GET, /v2/organizations/o/pipelines/p/builds/1/jobs/j/log, PASSTHROUGH
          https://api.buildkite.com, GET, /v2/organizations/o/pipelines/p, CACHE
          https://api.buildkite.com, GET, /v2/organizations/o/agents, CACHE
          # circleci
          https://circleci.com, GET, /api/v2/pipeline/p/workflow, PASSTHROUGH
          https://circleci.com, GET, /api/v2/project/gh/o/r/pipeline, PASSTHROUGH
          https://circleci.com, GET, /api/v2/project/gh/o/r/12/artifacts, PASSTHROUGH
          https://circleci.com, GET, /api/v2/project/gh/o/r, CACHE
          # digitalocean
          https://api.digitalocean.com, GET, /v2/droplets/1, PASSTHROUGH
          https://api.digitalocean.com, GET, /v2/droplets, CACHE
          https://api.digitalocean.com, GET, /v2/sizes, CACHE
          # fly
          https://api.machines.dev, GET, /v1/apps/a/machines/m/wait, PASSTHROUGH
          https://api.machines.dev, GET, /v1/apps/a, CACHE
          # heroku
          https://api.heroku.com, GET, /apps/a/releases/1, PASSTHROUGH
          https://api.heroku.com, GET, /apps/a, CACHE
          # netlify
          https://api.netlify.com, GET, /api/v1/sites/s/deploys, PASSTHROUGH
          https://api.netlify.com, GET, /api/v1/sites/s, CACHE
          # render
          https://api.render.com, GET, /v1/services/s/deploys/d, PASSTHROUGH
          https://api.render.com, GET, /v1/services/s, CACHE
          https://api.render.com, GET, /v1/services/s/instances, CACHE
          # terraform
          https://app.terraform.io, GET, /api/v2/runs/r, PASSTHROUGH
          https://app.terraform.io, GET, /api/v2/workspaces/w/runs, PASSTHROUGH
          https://app.terraform.io, GET, /api/v2/workspaces/w/vars, CACHE
          # vercel
          https://api.vercel.com, POST, /v13/deployments, PASSTHROUGH
          https://api.vercel.com, GET, /v3/deployments/d/events, PASSTHROUGH
          https://api.vercel.com, GET, /v9/projects/p, CACHE
          """)
  void startingAndPollingBuildsIsPassedOn(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # npm
          https://registry.npmjs.org, POST, /-/v1/login, PASSTHROUGH
          https://registry.npmjs.org, POST, /-/npm/v1/tokens, PASSTHROUGH
          https://registry.npmjs.org, POST, /-/npm/v1/security/advisories/bulk, CACHE
          https://registry.npmjs.org, GET, /express, CACHE
          # pypi
          https://upload.pypi.org, POST, /legacy/, PASSTHROUGH
          https://pypi.org, GET, /simple/pip/, CACHE
          # rubygems
          https://rubygems.org, POST, /api/v1/gems, PASSTHROUGH
          # hugging-face
          https://huggingface.co, POST, /api/repos/create, PASSTHROUGH
          https://huggingface.co, POST, /api/models/o/m/commit/main, PASSTHROUGH
          https://huggingface.co, POST, /api/models/o/m/preupload/main, PASSTHROUGH
          https://huggingface.co, POST, /api/models/o/m/paths-info/main, CACHE
          https://huggingface.co, GET, /api/models/o/m/revision/main, CACHE
          https://router.huggingface.co, POST, /v1/chat/completions, CACHE
          https://router.huggingface.co, POST, /together/v1/chat/completions, CACHE
          https://router.huggingface.co, POST, /hf-inference/models/o/m/pipeline/feature-extraction, CACHE
          https://api-inference.huggingface.co, POST, /models/o/m, CACHE
          https://api-inference.huggingface.co, POST, /pipeline/feature-extraction/o/m, CACHE
          https://router.huggingface.co, POST, /fireworks-ai/inference/v1/chat/completions, CACHE
          https://router.huggingface.co, POST, /novita/v3/openai/chat/completions, CACHE
          https://huggingface.co, GET, /api/jobs/u/j/logs, PASSTHROUGH
          https://huggingface.co, GET, /api/spaces/o/s/runtime, PASSTHROUGH
          https://huggingface.co, GET, /api/spaces/o/s, CACHE
          # hugging-face-endpoints
          https://api.endpoints.huggingface.cloud, POST, /v2/endpoint/o/e/pause, PASSTHROUGH
          https://api.endpoints.huggingface.cloud, GET, /v2/endpoint/o/e, PASSTHROUGH
          https://api.endpoints.huggingface.cloud, GET, /v2/provider, CACHE
          """)
  void publishingIsPassedOn(String upstream, String method, String path, CacheMode mode)
      throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          https://sqs.us-east-1.amazonaws.com, POST, /async-invoke, CACHE
          https://other.test, POST, /blog/wp-json/wc/v3/products/batch, PASSTHROUGH
          https://other.test, GET, /blog/wp-json/wp/v2/posts, CACHE
          https://other.test, POST, /collections/c/points/search, CACHE
          https://e.us-east-1.aws.endpoints.huggingface.cloud, POST, /, CACHE
          https://not-slack.com, POST, /api/chat.postMessage, CACHE
          https://other.test, GET, /v1/files, CACHE
          https://api.openai.com.other.test, GET, /v1/files, CACHE
          """)
  void rulesOfServicesDoNotApplyToOtherHosts(
      String upstream, String method, String path, CacheMode mode) throws BadTargetException {
    assertMode(upstream, method, path, mode);
  }

  private static void assertMode(String upstream, String method, String path, CacheMode mode)
      throws BadTargetException {
    AliasConfiguration mapping = AliasConfiguration.of("a", upstream);

    assertThat(RuleBookTest.find(mapping, method, path).cache())
        .isEqualTo(CacheConfiguration.DEFAULT.withMode(mode));
  }
}
