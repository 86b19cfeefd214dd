using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Trainer.Host.Prediction;

/// <summary>
/// Predictions as <c>{"file":"a.csv","row":1,"predictions":[{"class":"tulip","probability":0.93}]}</c>.
/// </summary>
/// <param name="output">Where to.</param>
internal sealed class JsonLinesPredictionWriter(TextWriter output) : IPredictionWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void Write(string file, int row, ReadOnlySpan<ClassProbability> top)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Options))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteNumber("row", row);
            json.WriteStartArray("predictions");
            foreach ((string name, float probability) in top)
            {
                json.WriteStartObject();
                json.WriteString("class", name);
                WriteProbability(json, probability);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(_line.WrittenSpan));
        output.Write('\n');
    }

    /// <summary>JSON has no word for what a diverged network gives.</summary>
    private static void WriteProbability(Utf8JsonWriter json, float probability)
    {
        if (float.IsFinite(probability))
        {
            json.WriteNumber("probability", probability);
        }
        else
        {
            json.WriteNull("probability");
        }
    }
}
