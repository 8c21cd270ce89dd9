/** Größe 🎉 */
export const größe = (名前) => `🎉 ${名前}`;
export class 類 { メソッド() { return "é"; } }
