import { sprite } from "./rooms";

export const metadata = { title: "找母婴室 · 龙岗区" };

export default function Layout({ children }) {
  return (
    <html lang="zh-CN">
      <body>
        <svg hidden width="0" height="0" aria-hidden="true" dangerouslySetInnerHTML={{ __html: sprite }} />
        <header className="site-header">
          <a className="wordmark" href="/">母婴室 <small>龙岗</small></a>
          <nav aria-label="主导航">
            <ul className="site-nav">
              <li><a href="/" aria-current="page">找母婴室</a></li>
              <li><a href="/about">关于</a></li>
              <li><a href="/data">数据</a></li>
            </ul>
          </nav>
        </header>
        {children}
      </body>
    </html>
  );
}
