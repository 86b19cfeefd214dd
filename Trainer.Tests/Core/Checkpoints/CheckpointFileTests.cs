using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Checkpoints;

[Collection(TorchCollection.Name)]
public sealed class CheckpointFileTests
{
    [Fact]
    public void Read_WhatWasWritten_HasTheSameTensorsAndValues() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        using StateDictionary state = Example();

        CheckpointFile.Write(directory.File("c.safetensors"), state);
        using StateDictionary read = CheckpointFile.Read(directory.File("c.safetensors"));

        Assert.Equal(state.Values, read.Values);
        Assert.Equal(state.Tensors.Keys, read.Tensors.Keys);
        Assert.All(state.Tensors, pair => Assert.Equal(pair.Value.bytes.ToArray(), read.Tensors[pair.Key].bytes.ToArray()));
    });

    [Fact]
    public void Read_AnyBitFlipped_IsRefused() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("c.safetensors");
        using StateDictionary state = Example();
        CheckpointFile.Write(path, state);
        byte[] good = File.ReadAllBytes(path);

        for (int i = 0; i < good.Length; i += 3)
        {
            byte[] bad = [.. good];
            bad[i] ^= 1;
            File.WriteAllBytes(path, bad);

            // Blanks behind the header may become other white space; everything else is seen.
            Exception? e = Record.Exception(() => CheckpointFile.Read(path).Dispose());
            Assert.True(e is SafeTensorsException or CheckpointException || good[i] == ' ', $"byte {i} of {good.Length}: {e}");
        }
    });

    [Fact]
    public void Read_OtherFiles_SaysWhatTheyAre() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("c.safetensors");
        SafeTensorsFile.Write(path, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = zeros(1) });
        Assert.Equal($"{path}: this is a safetensors file, but no checkpoint.", Assert.Throws<CheckpointException>(() => CheckpointFile.Read(path)).Message);

        var other = new Dictionary<string, string>(StringComparer.Ordinal) { ["checkpoint_version"] = "7", ["values"] = "{}", ["sha256"] = "" };
        SafeTensorsFile.Write(path, new Dictionary<string, Tensor>(StringComparer.Ordinal), other);
        Assert.Equal($"{path}: the checkpoint has format version 7; this program reads 1.", Assert.Throws<CheckpointException>(() => CheckpointFile.Read(path)).Message);
    });

    private static StateDictionary Example()
    {
        var state = new StateDictionary();
        state.Set("fit/step", 7);
        state.Set("fit/loss", double.NaN);
        state.Set("run/name", "“x”\n");
        state.Set("network/weight", randn(3, 4));
        state.Set("random/torch", DefaultGenerator.GetState());
        state.Set("count", tensor(5L));
        return state;
    }
}
