using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace Trainer.Core.Checkpoints;

/// <summary>
/// The state of a run in one file: a safetensors file with the tensors as tensors, and with all other values as one
/// JSON object in its metadata, besides a format version and a checksum over everything.
/// </summary>
/// <remarks>
/// The file is written aside, flushed to the disk and renamed, so that at every moment there is a whole one: the last
/// or the new. For the Torch thread.
/// </remarks>
public static class CheckpointFile
{
    /// <summary>The version of the format; a file of another one is refused.</summary>
    public const int FormatVersion = 1;

    private const string VersionKey = "checkpoint_version";
    private const string ValuesKey = "values";
    private const string ChecksumKey = "sha256";
    private const int BufferSize = 1 << 20;

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="state">The state; stays the caller's.</param>
    /// <exception cref="IOException">The file cannot be written; the last one is as it was.</exception>
    public static void Write(string path, StateDictionary state)
    {
        IReadOnlyDictionary<string, Tensor> tensors = state.Tensors;
        string values = JsonSerializer.Serialize(state.Values);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VersionKey] = $"{FormatVersion}",
            [ValuesKey] = values,
            [ChecksumKey] = Checksum(values, tensors),
        };
        AtomicFile.Write(path, stream => SafeTensorsFile.Write(stream, tensors, metadata));
    }

    /// <summary>Reads a checkpoint, all of it, and checks it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The state; the caller's.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafeTensorsException">The file is damaged.</exception>
    /// <exception cref="CheckpointException">
    /// It is no checkpoint, of another version, or its checksum is not that of its content.
    /// </exception>
    public static StateDictionary Read(string path)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(VersionKey, out string? version)
            || !file.Metadata.TryGetValue(ValuesKey, out string? values)
            || !file.Metadata.TryGetValue(ChecksumKey, out string? checksum))
        {
            throw new CheckpointException(path, "this is a safetensors file, but no checkpoint.");
        }

        if (!string.Equals(version, $"{FormatVersion}", StringComparison.Ordinal))
        {
            throw new CheckpointException(
                path, $"the checkpoint has format version {version}; this program reads {FormatVersion}.");
        }

        var state = new StateDictionary();
        foreach (SafeTensorsEntry entry in file.Entries)
        {
            using Tensor tensor = file.Read(entry.Name);
            state.Set(entry.Name, tensor);
        }

        if (!string.Equals(Checksum(values, state.Tensors), checksum, StringComparison.Ordinal))
        {
            state.Dispose();
            throw new CheckpointException(
                path, "the checksum is not that of the content: the file was damaged or changed after it was written.");
        }

        foreach ((string name, string value) in JsonSerializer.Deserialize<Dictionary<string, string>>(values)!)
        {
            state.Set(name, value);
        }

        return state;
    }

    /// <summary>SHA-256 over the values' text and each tensor's name, type, shape and bytes.</summary>
    private static string Checksum(string values, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(values));
            foreach ((string name, Tensor tensor) in tensors)
            {
                stream.Write(Encoding.UTF8.GetBytes($"\n{name} {tensor.dtype} {string.Join(',', tensor.shape)}\n"));
                using Tensor rowMajor = tensor.contiguous();
                rowMajor.WriteBytesToStream(stream, BufferSize);
            }
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }
}
