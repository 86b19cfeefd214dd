using System.Runtime.InteropServices;
using System.Text.Json;
using Trainer.Augment.Images;

namespace Trainer.Tests.Augment;

/// <summary>
/// Cases computed with keras-preprocessing and scipy. The environment variable <c>TRAINER_AUGMENT_ORACLES</c> names
/// another folder of the same form.
/// </summary>
internal sealed class OracleSet
{
    private const string FolderVariable = "TRAINER_AUGMENT_ORACLES";

    private static readonly string DefaultFolder = Path.Combine(AppContext.BaseDirectory, "Augment", "Oracles");

    private readonly JsonElement _manifest;

    private OracleSet(string folder)
    {
        Folder = folder;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        _manifest = document.RootElement.Clone();
        Inputs = _manifest.GetProperty("inputs");
        Cases = [.. _manifest.GetProperty("cases").EnumerateArray().Select(c => new OracleCase(folder, c, Inputs))];
    }

    public string Folder { get; }

    /// <summary>Whether it is the folder that belongs to the tests, in which nothing may be missing.</summary>
    public bool IsDefault => string.Equals(Folder, DefaultFolder, StringComparison.Ordinal);

    public IReadOnlyList<OracleCase> Cases { get; }

    public JsonElement Inputs { get; }

    public OracleCase[] OfKind(string kind) => [.. Cases.Where(c => string.Equals(c.Kind, kind, StringComparison.Ordinal))];

    public static OracleSet Load() =>
        new(Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : DefaultFolder);

    public static ImageShape ShapeOf(JsonElement json) => new(
        json.GetProperty("height").GetInt32(),
        json.GetProperty("width").GetInt32(),
        json.GetProperty("channels").GetInt32());

    public static float[] ReadFloats(string path) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    public JsonElement? Section(string name) =>
        _manifest.TryGetProperty(name, out JsonElement section) ? section : null;

    public byte[] ReadInput(int index) =>
        File.ReadAllBytes(Path.Combine(Folder, Inputs[index].GetProperty("file").GetString()!));
}
