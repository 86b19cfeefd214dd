using Trainer.Core.Checkpoints;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Checkpoints;

[Collection(TorchCollection.Name)]
public sealed class StateDictionaryTests
{
    [Fact]
    public void Section_SharesItsContentWithTheWhole() => TorchTest.Run(() =>
    {
        using var state = new StateDictionary();
        StateDictionary section = state.Section("optimizer").Section("velocity");
        section.Set("dense.weight", tensor(new[] { 1f, 2f }));
        section.Set("rate", 0.1);

        Assert.Equal(["optimizer/velocity/dense.weight"], state.Tensors.Keys);
        Assert.Equal(["velocity/rate"], state.Section("optimizer").Values.Keys);
        Assert.True(state.Contains("optimizer/velocity/rate"));
        Assert.False(state.Section("opt").Contains("rate"));
        Assert.Equal(0.1, section.GetDouble("rate"));
    });

    [Fact]
    public void Set_Tensor_KeepsACopyBeyondTheScope() => TorchTest.Run(() =>
    {
        using var state = new StateDictionary();
        long before = Tensor.TotalCount;
        using (TorchSharp.DisposeScope scope = NewDisposeScope())
        {
            Tensor changing = tensor(new[] { 1.0, 2.0 });
            state.Set("x", changing);
            state.Set("x", changing);
            changing.zero_();
        }

        Assert.Equal(before + 1, Tensor.TotalCount);
        using Tensor target = zeros(2, ScalarType.Float64);
        state.CopyTo("x", target);
        Assert.Equal([1, 2], target.Values());
        state.Dispose();
        Assert.Empty(state.Tensors);
    });

    [Theory]
    [InlineData(0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.Epsilon)]
    [InlineData(-1.7976931348623157E+308)]
    public void Set_Number_ReadsBackTheSame(double value)
    {
        using var state = new StateDictionary();
        state.Set("value", value);
        state.Set("whole", long.MinValue);

        Assert.Equal(value, state.GetDouble("value"));
        Assert.Equal(long.MinValue, state.GetInt64("whole"));
    }

    [Fact]
    public void Get_MissingOrMalformed_SaysWhat() => TorchTest.Run(() =>
    {
        using var state = new StateDictionary();
        state.Set("updates", "many");
        state.Set("weight", zeros(2, 3));

        Assert.StartsWith(
            "The state has no value 'update'. Did you mean 'updates'?", Assert.Throws<KeyNotFoundException>(() => state.GetInt64("update")).Message, StringComparison.Ordinal);
        Assert.Equal("The state's value 'updates' is 'many', which is not a whole number.", Assert.Throws<InvalidDataException>(() => state.GetInt64("updates")).Message);
        Assert.Equal(
            "The state's tensor 'weight' is 2×3, but 3×2 is wanted: it was saved from another network.",
            Assert.Throws<InvalidDataException>(() => state.CopyTo("weight", zeros(3, 2))).Message);
    });
}
