using System.Text.Json;
using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Transforms;

namespace Trainer.Tests.Augment;

/// <summary>One case of the oracle: an image, what Keras did with it, and what came out.</summary>
internal sealed class OracleCase(string folder, JsonElement json, JsonElement inputs)
{
    private readonly JsonElement _parameters = json.GetProperty("parameters");
    private readonly JsonElement _input = inputs[json.GetProperty("input").GetInt32()];

    public int Id { get; } = json.GetProperty("id").GetInt32();

    public string Kind { get; } = json.GetProperty("kind").GetString()!;

    public ImageShape Shape { get; } = OracleSet.ShapeOf(inputs[json.GetProperty("input").GetInt32()]);

    public byte[] Source => File.ReadAllBytes(Path.Combine(folder, _input.GetProperty("file").GetString()!));

    public float[] Expected => OracleSet.ReadFloats(Path.Combine(folder, json.GetProperty("output").GetString()!));

    public bool HasFlag(string name) => _parameters.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    public double? Number(string name) =>
        _parameters.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    public bool HasNumbers(string name) => _parameters.TryGetProperty(name, out _);

    public int[] Numbers(string name) => [.. _parameters.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];

    public ImageTransform Transform => new()
    {
        Theta = Number("theta") ?? 0,
        Tx = Number("tx") ?? 0,
        Ty = Number("ty") ?? 0,
        Shear = Number("shear") ?? 0,
        Zx = Number("zx") ?? 1,
        Zy = Number("zy") ?? 1,
        FlipHorizontal = HasFlag("flip_horizontal"),
        FlipVertical = HasFlag("flip_vertical"),
        ChannelShiftIntensity = Number("channel_shift_intensity"),
        Brightness = Number("brightness"),
    };

    public ImageDataGeneratorOptions Options => new()
    {
        FillMode = _parameters.TryGetProperty("fill_mode", out JsonElement mode)
            ? Enum.Parse<FillMode>(mode.GetString()!, ignoreCase: true)
            : FillMode.Nearest,
        Cval = Number("cval") ?? 0,
        InterpolationOrder = (int)(Number("interpolation_order") ?? 1),
        Rescale = Number("rescale"),
        SamplewiseCenter = HasFlag("samplewise_center"),
        SamplewiseStdNormalization = HasFlag("samplewise_std_normalization"),
        FeaturewiseCenter = HasFlag("featurewise_center"),
        FeaturewiseStdNormalization = HasFlag("featurewise_std_normalization"),
    };
}
