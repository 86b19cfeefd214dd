using System.Text;
using TorchSharp;
using Trainer.Core.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Checkpoints;

/// <summary>
/// The weights of a network in a file. A name that ends with <c>.safetensors</c> chooses the public format, which
/// PyTorch reads; any other one TorchSharp's own.
/// </summary>
/// <remarks>
/// Tensors have the names and shapes of <c>state_dict</c>, which are PyTorch's for the same layers. TorchSharp's calls
/// are made on the caller's thread.
/// </remarks>
public static class WeightFiles
{
    /// <summary>Writes the weights; the file is whole at every moment.</summary>
    /// <param name="network">The network; stays as it is.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="metadata">Text to add, by name; only the public format keeps it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Module network, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (IsSafeTensors(path))
        {
            SafeTensorsFile.Write(path, network.state_dict(), metadata);
            GC.KeepAlive(network);
            return;
        }

        AtomicFile.Write(path, stream =>
        {
            // TorchSharp closes a stream that it is given, and the file is still to be flushed to the disk.
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            network.save(writer);
        });
    }

    /// <summary>Reads weights into a network, in place.</summary>
    /// <param name="network">
    /// The network, with the same layers and shapes as the one that was saved; it may be on any device.
    /// </param>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafeTensorsException">
    /// The file is damaged, or its tensors are not those of the network.
    /// </exception>
    public static void Load(Module network, string path)
    {
        if (!IsSafeTensors(path))
        {
            LoadNative(network, path);
            return;
        }

        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        Dictionary<string, Tensor> state = network.state_dict();
        RequireSameNames(file, state);
        foreach ((string name, Tensor tensor) in state)
        {
            file.CopyTo(name, tensor);
        }
    }

    /// <summary>
    /// Reads TorchSharp's own format in place. Its <c>load</c> would take a network on a device to the CPU and back,
    /// and so give it other tensors than those that an optimizer has.
    /// </summary>
    private static void LoadNative(Module network, string path)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using var reader = new BinaryReader(File.OpenRead(path));
        Dictionary<string, Tensor> state = network.state_dict();
        long entries = reader.Read7BitEncodedInt64();
        if (entries != state.Count)
        {
            throw new InvalidDataException(
                $"{path}: the file has {entries} tensors, and the network {state.Count}; it is of another network.");
        }

        for (long i = 0; i < entries; i++)
        {
            string name = reader.ReadString();
            if (!state.TryGetValue(name, out Tensor? tensor))
            {
                throw new InvalidDataException($"{path}: the network has no '{name}'; the file is of another network.");
            }

            tensor.Load(reader);
        }
    }

    private static bool IsSafeTensors(string path) =>
        string.Equals(Path.GetExtension(path), SafeTensorsFile.Extension, StringComparison.OrdinalIgnoreCase);

    private static void RequireSameNames(SafeTensorsFile file, Dictionary<string, Tensor> state)
    {
        HashSet<string> found = file.Entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. state.Keys.Where(name => !found.Contains(name))];
        string[] unexpected = [.. found.Where(name => !state.ContainsKey(name))];
        if (missing.Length > 0 || unexpected.Length > 0)
        {
            throw new SafeTensorsException(
                file.Path,
                "the tensors are not those of the network."
                    + Describe("Missing", missing, unexpected)
                    + Describe("Unexpected", unexpected, missing));
        }
    }

    /// <summary>Names the first of them, and the likeliest counterpart on the other side.</summary>
    private static string Describe(string what, string[] names, string[] others) => names.Length == 0
        ? string.Empty
        : $" {what}: '{names[0]}'{(names.Length > 1 ? $" and {names.Length - 1} more" : string.Empty)}."
            + NearestName.Question(names[0], others);
}
